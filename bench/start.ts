import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Bench } from './bench.ts'
import { startDemo } from './demo.ts'
import { temporaryFolder } from './lab.ts'
import type { Row } from './rows.ts'

/**
 * How long does `npm start` take until every part responds? Runs in a clone of the last commit with installed
 * dependencies and an empty data folder: once with nothing built, once with everything built.
 */
export const start: Bench = async () => {
  const folder = temporaryFolder()
  try {
    const root = path.dirname(import.meta.dirname)
    const clone = path.join(folder, 'entente')
    run('git', ['clone', '--quiet', root, clone], folder)
    run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], clone)
    return [row('not built', await secondsUntilUp(clone), 60), row('built', await secondsUntilUp(clone), 15)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const row = (state: string, seconds: number, atMost: number): Row => ({
  what: `npm start, ${state}, no data yet`,
  figure: `${seconds.toFixed(1)} s`,
  value: seconds,
  unit: 's',
  target: { atMost },
})

/** Starts it with no data, and stops it. */
async function secondsUntilUp(clone: string): Promise<number> {
  const data = path.join(clone, '.data', 'global')
  rmSync(data, { recursive: true, force: true })
  const began = performance.now()
  const { stop } = await startDemo(clone, data)
  const seconds = (performance.now() - began) / 1000
  await stop()
  return seconds
}

function run(command: string, args: string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
}
