import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@entente/testkit/ports'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../process.ts'
import { keepProgram, type Program } from './keep-program.ts'
import { PortLost } from './port-lost.ts'

/** A program that listens on a port and answers its probe, and does nothing else. */
async function fakeProgram(): Promise<Program> {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-program-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'program.mjs')
  writeFileSync(
    file,
    `import { createServer } from 'node:http'
     createServer((_, response) => response.end(String(process.pid))).listen(process.env.PORT, '127.0.0.1')`,
  )
  const port = await freePort()
  const health = `http://127.0.0.1:${port}/healthz`
  return { name: 'site', file: path.relative(root, file), env: { PORT: String(port) }, ports: [port], health }
}

test('a program is ready when the very process that was started answers', async () => {
  const program = await fakeProgram()
  const kept = await keepProgram(program, () => undefined)
  onTestFinished(() => kept.stop())
  expect(await (await fetch(program.health)).text()).toBe(String(kept.pid()))
})

test('a program whose port another instance answers on is not ready: the port is lost', async () => {
  const program = await fakeProgram()
  const other = createServer((_, response) => response.end('ok')).listen(program.ports[0], '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const start = keepProgram(program, () => undefined)
  await expect(start).rejects.toThrow(PortLost)
  await expect(start).rejects.toThrow(`Another program took port ${program.ports[0]} before site could.`)
})

test('a program that keeps dying for another reason is reported with its last output', async () => {
  const program = { ...(await fakeProgram()), env: { PORT: '99999' } }
  await expect(keepProgram(program, () => undefined)).rejects.toThrow(/site did not start.*99999/s)
})
