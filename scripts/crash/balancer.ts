// A minimal load balancer: forwards connections in turn to the backends that accept them.
import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

export type Balancer = { port: number; url: string; stop: () => Promise<void> }

/** Forwards each connection to the next local backend that accepts it; closes it when there is none. */
export async function startBalancer(ports: number[]): Promise<Balancer> {
  let turn = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    turn++
    connect(
      client,
      ports.map((_, offset) => ports[(turn + offset) % ports.length] as number),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function connect(client: Socket, [port, ...others]: number[]): void {
  if (port === undefined) return void client.destroy()
  const backend = createConnection(port, '127.0.0.1')
  let isConnected = false
  backend.once('connect', () => {
    isConnected = true
    client.pipe(backend).pipe(client)
    client.once('close', () => backend.destroy())
  })
  backend.on('error', () => undefined)
  backend.once('close', () => {
    if (isConnected) client.destroy()
    else connect(client, others)
  })
}
