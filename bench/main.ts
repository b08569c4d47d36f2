// npm run bench -- <name> | all [<sizes>] [--profile]: measures what design 13 asks for and prints one table.
// With --profile, and for the two worst of `all`, also where the time goes.
import { parseArgs } from 'node:util'
import { accept } from './accept.ts'
import { audit } from './audit.ts'
import type { Bench } from './bench.ts'
import { customers } from './customers.ts'
import { mails } from './mails.ts'
import { page } from './page.ts'
import { openProfile } from './profile.ts'
import { printRows, type Row, slack } from './rows.ts'
import { start } from './start.ts'

const benches: Record<string, Bench> = { accept, page, customers, mails, audit, start }
/** Those whose work is done by processes that we start, so that each can be profiled. */
const profiled = ['accept', 'page', 'customers', 'mails']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'boolean', default: false } },
})
const [wanted = '', ...sizes] = positionals
const names = wanted === 'all' ? Object.keys(benches) : [wanted]
if (!names.every((name) => name in benches)) {
  console.error(`Name a benchmark: npm run bench -- ${Object.keys(benches).join(' | ')} | all`)
  process.exit(1)
}

// An exit, unlike a signal, lets everybody clean up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

const rows: (Row & { name: string })[] = []
for (const name of names) rows.push(...(await run(name, sizes.map(Number))).map((row) => ({ ...row, name })))
console.log(`\nnpm run bench -- ${process.argv.slice(2).join(' ')}, ${new Date().toISOString().slice(0, 10)}`)
printRows(rows)
const worst = rows.filter(({ name }) => profiled.includes(name)).toSorted((a, b) => slack(a) - slack(b))
const explained = [...new Set(worst.map(({ name }) => name))]
for (const name of wanted === 'all' ? explained.slice(0, 2) : values.profile ? explained : [])
  await explain(name)

async function run(name: string, given: number[], profile?: ReturnType<typeof openProfile>): Promise<Row[]> {
  const began = performance.now()
  const measured = (await benches[name]?.({ sizes: given, profile })) ?? []
  console.log(`${name}: ${Math.round((performance.now() - began) / 1000)} s`)
  return measured
}

/** Measures again under the profiler, which slows everything down a little. */
async function explain(name: string): Promise<void> {
  console.log(`\nWhere the time of "${name}" goes`)
  const profile = openProfile()
  await run(name, sizes.map(Number), profile)
  profile.report()
}
