// Starts an instance with `npm start`, as the README does, on data of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { CloudId } from '@entente/domain/core/cloud'
import type { DemoFacts } from '@entente/testkit/demo'
import { eachLine, root } from '../process.ts'

const startMs = 300_000

/** Resolves when everything runs; `stop` does what Ctrl-C does, and removes the data. */
export async function npmStart(cloud: CloudId): Promise<{ facts: DemoFacts; stop: () => Promise<void> }> {
  const data = mkdtempSync(path.join(tmpdir(), `entente-walk-${cloud}-`))
  const child = spawn('npm', ['start', '--', '--cloud', cloud, '--data', data], {
    ...{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  })
  const lines: string[] = []
  eachLine(child, (line) => lines.push(line))
  async function stop() {
    if (child.pid && child.exitCode === null) {
      process.kill(-child.pid, 'SIGINT') // its whole group, as a terminal does
      await once(child, 'close')
    }
    rmSync(data, { recursive: true, force: true })
  }
  const facts = path.join(data, 'demo.json')
  for (const until = Date.now() + startMs; !lines.some((line) => line.endsWith(' is running.')); ) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`npm start -- --cloud ${cloud} did not start:\n${lines.join('\n')}`)
    }
    await setTimeout(200)
  }
  if (!existsSync(facts)) throw new Error(`npm start wrote no ${facts}.`)
  return { facts: JSON.parse(readFileSync(facts, 'utf8')), stop }
}
