// npm run crash -- [--cycles N] [--seconds S] [--lock-ms M]: kills API, worker and PostgreSQL with -9 at random moments
// while people accept, decline, send and revoke, starts each again, and then looks for what was lost, done twice or done
// by half (R1, R2, R4). The last line is `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { newLedger } from './crash/acts.ts'
import { openHouse } from './crash/house.ts'
import { killAtRandom, withoutOneOfEach } from './crash/killing.ts'
import { allChecks, figuresOf, report } from './crash/report.ts'

const { values } = parseArgs({
  options: {
    cycles: { type: 'string' },
    seconds: { type: 'string' },
    /** How long a worker may be silent before another takes its jobs over. */
    'lock-ms': { type: 'string', default: '15000' },
  },
})
const cycles = values.cycles === undefined ? Number.POSITIVE_INFINITY : Number(values.cycles)
const seconds = Number(values.seconds ?? (values.cycles === undefined ? 20 : 6 * 3600))
// A partner may send 200 mails a day.
const partnerCount = 12 + Math.ceil(Math.min(seconds, 4 * cycles) / 4)

const folder = mkdtempSync(path.join(tmpdir(), 'entente-crash-'))
const ledger = newLedger()
const house = await openHouse(folder, { partnerCount, lockMs: Number(values['lock-ms']) })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, async () => {
    await house.stop()
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
try {
  const half = { cycles: cycles / 2, seconds: seconds / 2 }
  const redundancy = await withoutOneOfEach(house)
  const first = await killAtRandom(house, ledger, half)
  const viaResend = await house.mailIds()
  await house.switchToSmtp()
  const second = await killAtRandom(house, ledger, half)
  const kills = [...first.kills, ...second.kills]
  const quietMs = [first.quietMs, second.quietMs]
  const { checks, figures } = await allChecks(house, ledger, { viaResend, kills, quietMs, redundancy })
  process.exitCode = report(checks, figuresOf(house, ledger, kills, quietMs, figures)) ? 0 : 1
} finally {
  await house.stop()
  rmSync(folder, { recursive: true, force: true })
}
