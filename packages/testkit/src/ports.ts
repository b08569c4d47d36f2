// Ports on loopback: free ones for tests, remembered ones for a running instance.
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'

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
  const release = await holdPort(port)
  await release?.()
  return release !== undefined
}

type Release = () => Promise<void>

/** Takes a free port, so that nobody else finds it free, until it is released; undefined if something listens on it. */
async function holdPort(port: number): Promise<Release | undefined> {
  const held: Server[] = []
  const release = async () => {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))))
  }
  for (const host of ['127.0.0.1', '::1']) {
    const server = await listenOn(port, host)
    if (server === 'busy') {
      await release()
      return undefined
    }
    if (server) held.push(server)
  }
  return release
}

/** Undefined on a machine without this kind of address: nothing there can take the port. */
function listenOn(port: number, host: string): Promise<Server | 'busy' | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? undefined : 'busy'),
    )
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}

export type ChosenPorts<Name extends string> = {
  ports: Record<Name, number>
  moved: { name: Name; from: number; to: number }[]
  /** Frees the port of this name for the program that it is for, or without a name all that are still held. */
  release: (name?: Name) => Promise<void>
}

/**
 * The ports of one instance: those kept in `file`, else the given defaults. A busy one is replaced by the next free
 * port and the choice is kept, so that links in mails that were sent earlier keep working. They are held until they are
 * released: an instance that starts at the same time chooses others.
 */
export async function choosePorts<Name extends string>(
  file: string,
  defaults: Record<Name, number>,
): Promise<ChosenPorts<Name>> {
  const kept: Partial<Record<Name, number>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const wanted: Record<Name, number> = { ...defaults, ...kept }
  const taken = new Set<number>(Object.values(wanted))
  const ports = { ...wanted }
  const moved: ChosenPorts<Name>['moved'] = []
  const held = new Map<Name, Release>()
  for (const name of Object.keys(defaults) as Name[]) {
    const from = wanted[name]
    const release = await holdPort(from)
    if (release) {
      held.set(name, release)
      continue
    }
    const next = await holdNextPort(from, taken)
    taken.add(next.port)
    held.set(name, next.release)
    ports[name] = next.port
    moved.push({ name, from, to: next.port })
  }
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`)
  const release = async (name?: Name) => {
    for (const each of name === undefined ? [...held.keys()] : [name]) {
      await held.get(each)?.()
      held.delete(each)
    }
  }
  return { ports, moved, release }
}

async function holdNextPort(after: number, taken: Set<number>): Promise<{ port: number; release: Release }> {
  for (let port = after + 1; port < after + 500; port++) {
    const release = taken.has(port) ? undefined : await holdPort(port)
    if (release) return { port, release }
  }
  throw new Error(`No port is free between ${after} and ${after + 500}.`)
}
