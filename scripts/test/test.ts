// npm test [-- <part>… [<file filter>…]]: runs all checks, part by part. The last line is the total.
import { isFull } from '@entente/testkit/full'
import { endCommands } from '../command.ts'
import { parts } from './test-parts.ts'

const names = parts.map(({ name }) => name)
const args = process.argv.slice(2)
const chosen = args.filter((arg) => names.includes(arg))
const filters = args.filter((arg) => !names.includes(arg))
if (filters.length > 0 && chosen.length === 0) {
  console.error(`Name a part first: ${names.join(', ')}. Example: npm test -- unit packages/domain`)
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    endCommands()
    process.exit(130)
  })
}

let passed = 0
let failed = 0
const failures: string[] = []
for (const { name, budgetSeconds, isLong, run } of parts) {
  if (chosen.length > 0 ? !chosen.includes(name) : isLong && !isFull) continue
  const since = performance.now()
  const outcome = await run(budgetSeconds * 4000, filters)
  const seconds = (performance.now() - since) / 1000
  passed += outcome.passed
  failed += outcome.failed
  failures.push(...(outcome.failures ?? []).map((failure) => `${name}: ${failure}`))
  if (outcome.failed > 0) console.log(`\n${outcome.output.trim()}\n`)
  if (outcome.failed === 0 && outcome.figures) console.log(`\n${outcome.figures}\n`)
  const counts = `${outcome.passed} passed, ${outcome.failed} failed`
  const time = `${seconds.toFixed(1)} s of ${budgetSeconds} s${seconds > budgetSeconds ? ', over its budget' : ''}`
  console.log(`${name.padEnd(8)} ${counts.padEnd(24)} ${time}`)
}

if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}\n`)
// The last line is the total: people and scripts look for it there.
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
