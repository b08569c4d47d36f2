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
  expect(first.ports.api).toBeGreaterThan(wanted + 1)
  expect(first.moved).toContainEqual({ name: 'api', from: wanted, to: first.ports.api })
  expect(new Set(Object.values(first.ports)).size).toBe(2)

  const second = await choosePorts(file, { api: 1, site: 2 })
  expect(second).toEqual({ ports: first.ports, moved: [] })
})
