import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { choosePorts, freePort, isFreePort } from './ports.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-ports-'))
const file = path.join(folder, 'ports.json')
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  rmSync(file, { force: true })
})

async function occupy(port: number, host: string): Promise<void> {
  const server = createServer().listen(port, host)
  servers.push(server)
  await once(server, 'listening')
}

test('a port is busy when something listens on it, on IPv4, IPv6 or everywhere', async () => {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
    const port = await freePort()
    expect(await isFreePort(port)).toBe(true)
    await occupy(port, host)
    expect(await isFreePort(port)).toBe(false)
  }
})

test('a busy port is replaced by the next free one, and the choice is kept', async () => {
  const wanted = await freePort()
  await occupy(wanted, '127.0.0.1')
  const first = await choosePorts(file, { api: wanted, site: wanted + 1 })
  await first.release()
  expect(first.ports.api).toBeGreaterThan(wanted + 1)
  expect(first.moved).toContainEqual({ name: 'api', from: wanted, to: first.ports.api })
  expect(new Set(Object.values(first.ports)).size).toBe(2)

  const second = await choosePorts(file, { api: 1, site: 2 })
  await second.release()
  expect(second).toMatchObject({ ports: first.ports, moved: [] })
})

test('of two instances that choose at the same time, none gets a port of the other', async () => {
  const wanted = await freePort()
  const defaults = { api: wanted, site: wanted + 1 }
  const files = ['one', 'other'].map((name) => path.join(folder, `${name}.json`))
  const chosen = await Promise.all(files.map((name) => choosePorts(name, defaults)))
  expect(new Set(chosen.flatMap(({ ports }) => Object.values(ports))).size).toBe(4)
  for (const { ports, release } of chosen) {
    expect(await isFreePort(ports.api)).toBe(false)
    await release('api')
    expect(await isFreePort(ports.api)).toBe(true)
    expect(await isFreePort(ports.site)).toBe(false)
    await release()
    expect(await isFreePort(ports.site)).toBe(true)
  }
})
