// Ports on loopback: free ones for tests, remembered ones for a running instance.
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** A port number per service name. */
export type Ports = Record<string, number>

/** A port that nothing uses now, chosen by the system. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}

/** True when nothing listens on the port, on IPv4 and IPv6 loopback: a browser may try either for `localhost`. */
export async function isFreePort(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // On a machine without IPv6 nothing there can take the port.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * The ports of one instance: those kept in `file`, else the given defaults. A busy one is replaced by the next free
 * port and the choice is kept, so that links in mails that were sent earlier keep working.
 */
export async function choosePorts<Name extends string>(
  file: string,
  defaults: Record<Name, number>,
): Promise<{ ports: Record<Name, number>; moved: { name: Name; from: number; to: number }[] }> {
  const kept: Partial<Record<Name, number>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const wanted: Record<Name, number> = { ...defaults, ...kept }
  const taken = new Set<number>(Object.values(wanted))
  const ports = { ...wanted }
  const moved: { name: Name; from: number; to: number }[] = []
  for (const name of Object.keys(defaults) as Name[]) {
    const from = wanted[name]
    if (await isFreePort(from)) continue
    const to = await nextFreePort(from, taken)
    taken.add(to)
    ports[name] = to
    moved.push({ name, from, to })
  }
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`)
  return { ports, moved }
}

async function nextFreePort(after: number, taken: Set<number>): Promise<number> {
  for (let port = after + 1; port < after + 500; port++) {
    if (!taken.has(port) && (await isFreePort(port))) return port
  }
  throw new Error(`No port is free between ${after} and ${after + 500}.`)
}
