// npm run bench -- <name> | all [<sizes>] [--<amount> <number>] [--profile]: measures the performance targets and prints one table.
// With --profile, and for the two worst of `all`, it also shows where the time goes.
import { parseArgs } from 'node:util'
import { accept } from './accept.ts'
import { audit } from './audit.ts'
import type { Bench } from './bench.ts'
import { browser } from './browser.ts'
import { burst } from './burst.ts'
import { customers } from './customers.ts'
import { exports } from './export.ts'
import { imports } from './import.ts'
import { joint } from './joint.ts'
import { licences } from './licences.ts'
import { mails } from './mails.ts'
import { matrix } from './matrix.ts'
import { overload } from './overload.ts'
import { page } from './page.ts'
import { portal } from './portal.ts'
import { openProfile } from './profile.ts'
import { printRows, type Row, slack } from './rows.ts'
import { amounts, scale } from './scale.ts'
import { start } from './start.ts'
import { subscriptions } from './subscriptions.ts'

const benches: Record<string, Bench> = {
  ...{
    accept,
    joint,
    page,
    browser,
    portal,
    customers,
    import: imports,
    export: exports,
    subscriptions,
    licences,
    matrix,
    mails,
    audit,
    start,
    overload,
    burst,
    scale,
  },
}
/** The benchmarks whose work runs in processes that we start, and which can therefore be profiled. */
const profiled = ['accept', 'page', 'portal', 'customers', 'mails']

const named = Object.fromEntries(amounts.map((amount) => [amount, { type: 'string' }] as const))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'boolean', default: false }, ...named },
})
const [wanted = '', ...sizes] = positionals
const names = wanted === 'all' ? Object.keys(benches) : [wanted]
if (!names.every((name) => name in benches)) {
  console.error(`Name a benchmark: npm run bench -- ${Object.keys(benches).join(' | ')} | all`)
  process.exit(1)
}

// Unlike a signal, an exit runs the clean-up handlers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

const rows: (Row & { name: string })[] = []
for (const name of names) rows.push(...(await measure(name)).map((row) => ({ ...row, name })))
console.log(`\nnpm run bench -- ${process.argv.slice(2).join(' ')}, ${new Date().toISOString().slice(0, 10)}`)
printRows(rows)
const measured = rows.filter(({ value }) => value !== undefined)
if (measured.length === 0) process.exitCode = 1
const worst = measured.filter(({ name }) => profiled.includes(name)).toSorted((a, b) => slack(a) - slack(b))
const explained = [...new Set(worst.map(({ name }) => name))]
for (const name of wanted === 'all' ? explained.slice(0, 2) : values.profile ? explained : [])
  await explain(name)

/** Of `all`, a benchmark that fails costs only its own rows. */
async function measure(name: string): Promise<Row[]> {
  try {
    return await run(name, sizes.map(Number))
  } catch (error) {
    if (names.length === 1) throw error
    console.error(error)
    process.exitCode = 1
    return [{ what: name, figure: 'failed' }]
  }
}

async function run(name: string, given: number[], profile?: ReturnType<typeof openProfile>): Promise<Row[]> {
  const began = performance.now()
  const result = (await benches[name]?.({ sizes: given, amounts: values, profile })) ?? []
  console.log(`${name}: ${Math.round((performance.now() - began) / 1000)} s`)
  return result
}

/** Runs the benchmark again under the profiler, which slows it down a little. */
async function explain(name: string): Promise<void> {
  console.log(`\nWhere the time of "${name}" goes`)
  const profile = openProfile()
  await run(name, sizes.map(Number), profile)
  profile.report()
}
