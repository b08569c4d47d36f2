// An OpenTelemetry collector for tests: takes spans over OTLP/HTTP in JSON and keeps them.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type ReceivedSpan = { traceId: string; spanId: string; parentSpanId?: string; name: string }

export type TraceReceiver = {
  url: string
  spans: ReceivedSpan[]
  /** Everything received, unparsed, to search for what must not be there. */
  said: () => string
  stop: () => Promise<void>
}

export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = []
  let said = ''
  const server = createServer(async (request, response) => {
    const body = await text(request)
    said += body
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[]
    }
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    said: () => said,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
