import type { Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Drain = {
  /** From the wish to stop on: a readiness check says so at once. */
  isStopping: () => boolean
  /** Counts a server's requests from now on, and stops it with the others. */
  watch: (server: Server) => void
  /** Resolves when every request that was taken has its answer, or when the time is over. */
  stop: () => Promise<void>
}

type Options = {
  /** How long new connections are still taken, so that whoever sends requests here can learn to send them elsewhere. */
  noticeMs?: number
  /** What is not answered by then is cut off. Notice and limit together stay below five seconds (R19). */
  limitMs?: number
}

/**
 * Stops servers without failing a request (R19): from the wish on, each answer asks to close its connection, so that
 * clients which keep theirs alive go elsewhere by themselves, and only idle connections are closed by us.
 */
export function createDrain({ noticeMs = 500, limitMs = 3500 }: Options = {}): Drain {
  let stopping = false
  const servers: Server[] = []
  const unanswered = new Set<ServerResponse>()
  return {
    isStopping: () => stopping,
    watch(server) {
      servers.push(server)
      // Before the handler of the server, which may write its headers at once.
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

// Cuts idle connections too.
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
