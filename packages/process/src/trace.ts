import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

type Options = {
  kind: 'request' | 'job'
  /** The caller's `traceparent` (W3C Trace Context). */
  parent?: string | null | undefined
  /** Codes and ids only: a link's path or an address never goes into a name or an attribute (S13). */
  attributes?: Record<string, string>
}

/** Runs `work` as one span of a trace. An error marks the span, without its message, and is rethrown. */
export function inSpan<T>(name: string, options: Options, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = options.parent
    ? propagation.extract(context.active(), { traceparent: options.parent })
    : context.active()
  const kind = options.kind === 'request' ? SpanKind.SERVER : SpanKind.CONSUMER
  const settings = { kind, attributes: options.attributes ?? {} }
  return trace.getTracer('entente').startActiveSpan(name, settings, parent, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

/** The `traceparent` of the current span, to pass on to another process; undefined without tracing. */
export function traceparent(): string | undefined {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent
}
