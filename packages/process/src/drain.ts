import type { Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Drain = {
  /** True as soon as `stop` is called, so that a readiness check can report it at once. */
  isStopping: () => boolean
  /** Tracks a server's requests from now on, and stops it together with the others. */
  watch: (server: Server) => void
  /** Resolves when every accepted request has its response, or when the time is up. */
  stop: () => Promise<void>
}

type Options = {
  /** How long the servers still accept connections, so that load balancers notice and send requests elsewhere. */
  noticeMs?: number
  /** Requests without a response by then are cut off. Notice and limit together stay below five seconds (R19). */
  limitMs?: number
}

/**
 * Stops servers without failing a request (R19). From `stop` on, each response asks to close its connection, so that
 * keep-alive clients reconnect elsewhere by themselves and we only have to close idle connections.
 */
export function createDrain({ noticeMs = 500, limitMs = 3500 }: Options = {}): Drain {
  let stopping = false
  const servers: Server[] = []
  const unanswered = new Set<ServerResponse>()
  return {
    isStopping: () => stopping,
    watch(server) {
      servers.push(server)
      // Must run before the server's own handler, which may write its headers at once.
      server.prependListener('request', (_, response) => {
        if (stopping) askToClose(response)
        unanswered.add(response)
        response.once('close', () => unanswered.delete(response))
      })
    },
    async stop() {
      stopping = true
      for (const response of unanswered) askToClose(response)
      await sleep(noticeMs)
      // A stream has no end to wait for. Its page opens it again, where connections are still accepted.
      for (const response of unanswered) if (isStream(response)) response.destroy()
      const closed = Promise.all(servers.map(close))
      await Promise.race([closed, sleep(limitMs, undefined, { ref: false })])
      for (const server of servers) server.closeAllConnections()
      await closed
    },
  }
}

const askToClose = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

const isStream = (response: ServerResponse) => response.getHeader('content-type') === 'text/event-stream'

// server.close() also closes idle connections.
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
