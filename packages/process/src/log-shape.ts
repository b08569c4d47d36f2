import { trace } from '@opentelemetry/api'

/** Which process writes; every line says it. */
export type Writer = { process: string; cloud: string }

/** The trace that a line belongs to, where traces are collected. */
export function traceFields(): { traceId?: string } {
  const span = trace.getActiveSpan()
  return span ? { traceId: span.spanContext().traceId } : {}
}

/**
 * How every process writes a line: JSON with `level` (a word), `time` (ISO 8601), `process`, `cloud`, `message`, and `traceId` in
 * a trace. These are the options of pino that make it so.
 */
export const logShape = ({ process, cloud }: Writer) => ({
  base: { process, cloud },
  messageKey: 'message',
  formatters: { level: (level: string) => ({ level }) },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  mixin: traceFields,
})

/** One line of the same shape, for a process without pino. */
export const logLine = (
  level: 'info' | 'warn' | 'error',
  { process, cloud }: Writer,
  message: string,
  fields: Record<string, unknown>,
): string =>
  JSON.stringify({
    level,
    time: new Date().toISOString(),
    process,
    cloud,
    ...traceFields(),
    ...fields,
    message,
  })
