// The parts of `npm test`, in the order in which they run: the quickest answers first.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isFull, sized } from '@entente/testkit/full'
import { type Finished, runCommand } from '../command.ts'
import { root } from '../process.ts'
import { checkBorders, knip, knipCommand } from './borders.ts'
import { browserPackages, needPackages, serverPackages } from './system-packages.ts'

export type Outcome = {
  passed: number
  failed: number
  output: string
  figures?: string
  /** What failed, a line each, for a log of which only the end is kept. */
  failures?: string[]
}

export type Part = {
  name: string
  /** What it is allowed to take on two cores; four times that ends it. */
  budgetSeconds: number
  /** Runs in `npm run test:full`, and when it is asked for by name. */
  isLong?: boolean
  run: (limitMs: number, filters: string[]) => Promise<Outcome>
}

const day = 24 * 3600

export const parts: Part[] = [
  { name: 'lint', budgetSeconds: 10, run: async (limitMs) => one(await runCommand('biome', biome, limitMs)) },
  { name: 'borders', budgetSeconds: 15, run: borders },
  { name: 'types', budgetSeconds: 60, run: (limitMs) => turbo('typecheck', limitMs) },
  { name: 'unit', budgetSeconds: 40, run: (limitMs, filters) => vitest('unit', limitMs, filters) },
  { name: 'data', budgetSeconds: isFull ? day : 180, run: data },
  { name: 'build', budgetSeconds: 45, run: (limitMs) => turbo('build', limitMs) },
  { name: 'browser', budgetSeconds: isFull ? 3600 : 330, run: browser },
  { name: 'crash', budgetSeconds: isFull ? day : 120, run: crash },
  { name: 'cluster', budgetSeconds: isFull ? day : 400, isLong: true, run: cluster },
  { name: 'upgrade', budgetSeconds: 1500, isLong: true, run: upgrade },
]

const biome = ['check', '--error-on-warnings', '--no-errors-on-unmatched']

const sumOf = (all: Outcome[]): Outcome => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  output: all.map(({ output }) => output).join('\n'),
  figures: all.flatMap(({ figures = [] }) => figures).join('\n\n'),
  failures: all.flatMap(({ failures = [] }) => failures),
})

const one = ({ ok, output }: Finished): Outcome => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, output })

// The root checks every package that has no Svelte in one program. `checkers: 1` keeps each compiler on one core: by default
// four check the same shared types four times.
const quietly = ['--output-logs=errors-only', '--continue', '--concurrency=3']

async function turbo(task: string, limitMs: number): Promise<Outcome> {
  return one(await runCommand('turbo', ['run', task, ...quietly], limitMs))
}

/** Checks declared dependencies, the arrows between packages and rooms, and exports of domain that only tests use. */
async function borders(limitMs: number): Promise<Outcome> {
  const declared = await runCommand('turbo', ['boundaries'], limitMs)
  const exported = await runCommand(knipCommand, ['--config=scripts/test/knip.json', ...knip], limitMs)
  const { faults, modules, roomArrows } = await checkBorders(root)
  const failed = [!declared.ok, !exported.ok, faults.length > 0].filter(Boolean).length
  const arrows = Object.entries(roomArrows).map(([floor, count]) => `${floor} ${count}`)
  return {
    passed: 3 - failed,
    failed,
    output: [declared.ok ? '' : declared.output, exported.ok ? '' : exported.output, ...faults, ''].join(
      '\n',
    ),
    figures: `${modules} modules read; arrows between rooms: ${arrows.join(', ')}`,
  }
}

function data(limitMs: number, filters: string[]): Promise<Outcome> {
  hasServers()
  return vitest('db', limitMs, filters)
}

/** Without Redis and PgBouncer what needs them is not tested, since everything runs without them. */
function hasServers(): boolean {
  try {
    needPackages(serverPackages)
    return true
  } catch (error) {
    console.log(`${(error as Error).message}\nWhat needs them is not tested.`)
    return false
  }
}

async function browser(limitMs: number, filters: string[]): Promise<Outcome> {
  try {
    needPackages(browserPackages)
  } catch (error) {
    return { passed: 0, failed: 1, output: `${(error as Error).message}\n` }
  }
  return vitest('e2e', limitMs, filters)
}

// R1 asks for 10,000 kills, every third of them of PostgreSQL (R4: 500), R2 for as many deaths and 100,000 mails.
const longCrash = ['--cycles', sized(6, 10_000), '--deaths', sized(16, 10_000), '--mails', sized(0, 100_000)]
const shortCrash = ['--seconds', '7', '--lock-ms', '2000']
const shortCluster = ['--cluster', '--walks', '2', '--seconds', '12', '--lock-ms', '2000']

/** Everything is killed for a while, then everything of a small cluster; the last line counts what held and what did not. */
async function crash(limitMs: number): Promise<Outcome> {
  const program = 'scripts/crash/crash.ts'
  if (isFull) return runProgram(program, longCrash.map(String), limitMs)
  const alone = await runProgram(program, shortCrash, limitMs)
  return hasServers() ? sumOf([alone, await runProgram(program, shortCluster, limitMs)]) : alone
}

/**
 * As `crash`, with standbys of PostgreSQL, one of which takes over at each of its deaths, PgBouncer, a Redis Cluster, and the sites.
 * Then the browser tests, on such a cluster and, those of the main job, on what is left of one after the death of one of each.
 */
async function cluster(limitMs: number): Promise<Outcome> {
  needPackages([...serverPackages, ...browserPackages])
  const seconds = String(sized(30, 3600))
  const killed = await runProgram(
    'scripts/crash/crash.ts',
    ['--cluster', '--seconds', seconds, '--lock-ms', '2000'],
    limitMs,
  )
  const onCluster = isFull ? ['apps/e2e/src/'] : mainJob
  const whole = await vitest('e2e', limitMs, onCluster, { E2E_STACK: 'cluster' })
  const left = await vitest('e2e', limitMs, mainJob, { E2E_STACK: 'survivors' })
  return sumOf([killed, whole, left])
}

/** The main job, and what another process could not know: sessions, streams, kept forms and codes. */
const mainJob = ['main-job', 'live-lists', 'sessions', 'composer', 'identity', 'sign-up'].map(
  (name) => `apps/e2e/src/${name}.`,
)

/** The previous release on our schema. */
function upgrade(limitMs: number): Promise<Outcome> {
  return runProgram('scripts/upgrade/upgrade.ts', [], limitMs)
}

/** A program of ours that prints its figures, an empty line, and as its last line how much passed and failed. */
async function runProgram(file: string, args: string[], limitMs: number): Promise<Outcome> {
  const { output } = await runCommand(process.execPath, [file, ...args], limitMs)
  const [, passed, failed] = /^(\d+) passed, (\d+) failed\s*$/m.exec(output) ?? []
  if (passed === undefined) return { passed: 0, failed: 1, output }
  return {
    passed: Number(passed),
    failed: Number(failed),
    output,
    figures: output.split('\n\n')[0] ?? '',
  }
}

type Report = {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

async function vitest(
  project: string,
  limitMs: number,
  filters: string[],
  environment: Record<string, string> = {},
): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-report-'))
  const file = path.join(folder, 'report.json')
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  try {
    const { ok, output } = await runCommand(
      'vitest',
      ['run', '--project', project, ...report, ...filters],
      limitMs,
      environment,
    )
    return { ...count(ok, file, output), output }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file that does not even load, or an error outside any test, has no failed test but is a failure. */
function count(ok: boolean, file: string, output: string): Omit<Outcome, 'output'> {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report
    const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
      const place = path.relative(root, name)
      const tests = assertionResults.filter((test) => test.status === 'failed')
      if (tests.length === 0) return status === 'failed' ? [lineOf(place, message)] : []
      return tests.map((test) => lineOf(`${place} > ${test.fullName}`, test.failureMessages[0]))
    })
    if (failures.length === 0 && !ok)
      failures.push(lineOf('outside any test', /Unhandled Errors?[^\n]*\n([\s\S]*)/.exec(output)?.[1]))
    return { passed: numPassedTests, failed: failures.length, failures }
  } catch {
    return { passed: 0, failed: 1 } // it ended before it could write a report
  }
}

const lineOf = (what: string, message = '') => `${what}: ${message.trim().replace(/\s+/g, ' ').slice(0, 300)}`
