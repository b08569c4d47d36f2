// A TCP proxy whose network a test can break, in front of a database or any other server.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type TcpProxy = {
  port: number
  /** From now on no byte passes, in either direction; connections stay open and new ones are accepted. */
  stall: () => void
  /** Resets every connection, and each new one at once. */
  reset: () => void
  /** Passes everything again; connections that were stalled are gone for good, as after a partition. */
  heal: () => void
  /** How often a client has sent something and been answered. */
  roundTrips: () => number
  stop: () => Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let state: 'open' | 'stalled' | 'resetting' = 'open'
  let roundTrips = 0
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }
  const resetAll = () => {
    for (const socket of sockets) resetNow(socket)
  }
  const server = createServer((near) => {
    keep(near)
    if (state === 'resetting') return resetNow(near)
    if (state === 'stalled') return near.pause()
    const far = connect(target)
    keep(far)
    let isAsking = false
    near.on('data', () => {
      isAsking = true
    })
    far.on('data', () => {
      if (isAsking) roundTrips++
      isAsking = false
    })
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stall() {
      state = 'stalled'
      for (const socket of sockets) socket.unpipe().pause()
    },
    reset() {
      state = 'resetting'
      resetAll()
    },
    heal() {
      if (state === 'stalled') resetAll()
      state = 'open'
    },
    roundTrips: () => roundTrips,
    async stop() {
      resetAll()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A socket that is being closed in order cannot be reset any more: Node would keep its handle, and the process, for ever. */
const resetNow = (socket: Socket): void =>
  void (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy())
