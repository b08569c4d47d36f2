import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ownerRole, startPg } from './pg.ts'
import { waitFor } from './wait.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-testkit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a throw-away server starts, never as root, and leaves nothing behind', async () => {
  const server = await startPg()
  expect(await answers(server.port)).toBe(true)
  expect(server.url('x')).toBe(`postgres://${ownerRole}@127.0.0.1:${server.port}/x`)
  const pid = server.pid()
  await server.stop()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(server.dir)).toBe(false)
})

test('a server that was killed starts again on its folder and port', async () => {
  const server = await startPg({ dir: path.join(folder, 'killed'), password: 'secret' })
  const { port } = server
  process.kill(server.pid(), 'SIGKILL')
  await server.exited()
  // The last of its processes may need a moment to notice.
  await waitFor(() => server.restart().then(() => true), { timeoutMs: 10_000 })
  expect(await answers(port)).toBe(true)
  await server.stop()
  expect(existsSync(path.join(folder, 'killed', 'PG_VERSION'))).toBe(true)
})

test('a server dies with the process that started it, even by kill -9', async () => {
  const script = `import { startPg } from ${JSON.stringify(path.join(import.meta.dirname, 'pg.ts'))}
    const server = await startPg()
    console.log(JSON.stringify({ pid: server.pid(), dir: server.dir }))`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const { pid, dir } = JSON.parse(String(line))
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await waitFor(() => !isAlive(pid) && !existsSync(dir), { what: 'the server to end' })
})

test('a folder without a whole database is refused with the reason', async () => {
  const dir = path.join(folder, 'other')
  const server = await startPg({ dir })
  await server.stop()
  rmSync(path.join(dir, 'PG_VERSION'))
  await expect(startPg({ dir })).rejects.toThrow(/holds no whole database: remove it/)
  writeFileSync(path.join(dir, 'PG_VERSION'), 'eighteen\n')
  await expect(startPg({ dir })).rejects.toThrow(/did not start/)
})
