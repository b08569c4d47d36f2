import { type ChainReport, listChains, verifyChain } from '@entente/db/audit/audit-verify'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { type Id, idOf } from '@entente/domain/core/id'
import { type Command, type CommandContext, readOptions } from './command.ts'
import { valid } from './new-account.ts'
import { readSettings } from './settings.ts'
import { verifyHeads } from './verify-heads.ts'

/**
 * Recomputes the audit chains (R17), and compares them with signed heads when there are some. Exits with 1 when a chain
 * does not hold or records lack their seal.
 */
export const verifyAudit: Command = {
  usage: 'audit verify [--organisation <id>] [--heads <file or folder> [--public-key <file>]]',
  does: 'recomputes the chains of the audit log and names every record that does not verify',
  async run(args, context) {
    const { one } = readOptions(args, { required: [], optional: ['organisation', 'heads', 'public-key'] })
    const place = one('heads')
    const text = one('organisation')
    const chosen = text === undefined ? undefined : valid(idOf<'organisation'>(), '--organisation', text)
    const { DATABASE_DIRECT_URL } = readSettings(context, 'DATABASE_DIRECT_URL')
    const database = openDatabase({ url: DATABASE_DIRECT_URL, connectionsMax: 1 })
    try {
      const { faults, unsealed, summary } = await verifyChains(database, chosen, context)
      const rewritten =
        place === undefined
          ? 0
          : await verifyHeads(
              database,
              { place, publicKey: one('public-key'), organisation: chosen },
              context,
            )
      const wrong = faults + unsealed + rewritten
      context.print(`${summary}: ${wrong === 0 ? 'all hold.' : `${wrong} do not hold.`}`)
      return wrong === 0 ? 0 : 1
    } finally {
      await closeDatabase(database)
    }
  },
}

/** Recomputes one chain or all of them and prints what does not hold; `summary` says how much was checked. */
export async function verifyChains(
  database: Database,
  chosen: Id<'organisation'> | undefined,
  context: CommandContext,
): Promise<{ faults: number; unsealed: number; summary: string }> {
  const since = performance.now()
  const sum = { chains: 0, checked: 0, faults: 0, unsealed: 0 }
  for await (const id of chosen ? [chosen] : allChains(database)) {
    const report = await asSealer(database, (db) => verifyChain(db, id))
    printFaults(id, report, context)
    sum.chains++
    sum.checked += report.checked
    sum.faults += report.faults.length
    sum.unsealed += report.unsealed
  }
  const seconds = (performance.now() - since) / 1000
  const speed = Math.round(sum.checked / Math.max(seconds, 0.001))
  const summary = `${sum.checked} records in ${sum.chains} chains checked in ${seconds.toFixed(1)} s (${speed} a second)`
  return { ...sum, summary }
}

async function* allChains(database: Database): AsyncGenerator<Id<'organisation'>> {
  for (let after: Id<'organisation'> | undefined; ; ) {
    const page = await asSealer(database, (db) => listChains(db, after ? { after } : {}))
    for (const { organisationId } of page) yield organisationId
    after = page.at(-1)?.organisationId
    if (!after) return
  }
}

/** Prints what does not hold in one chain. */
function printFaults(
  id: Id<'organisation'>,
  { faults, unsealed }: ChainReport,
  { print }: CommandContext,
): void {
  for (const { position, auditId, kind } of faults)
    print(`${kind.padEnd(12)} organisation ${id} position ${position}${auditId ? ` record ${auditId}` : ''}`)
  if (unsealed > 0)
    print(
      `${'unsealed'.padEnd(12)} organisation ${id} ${unsealed} records without a seal: is the worker running?`,
    )
}
