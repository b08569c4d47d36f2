import { type ChainReport, listChains, verifyChain } from '@entente/db/audit/audit-verify'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
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
    const since = performance.now()
    let chains = 0
    let checked = 0
    let wrong = 0
    try {
      for await (const id of chosen ? [chosen] : allChains()) {
        const report = await asSealer(database, (db) => verifyChain(db, id))
        chains++
        checked += report.checked
        wrong += printFaults(id, report, context)
      }
      if (place !== undefined)
        wrong += await verifyHeads(
          database,
          { place, publicKey: one('public-key'), organisation: chosen },
          context,
        )
    } finally {
      await closeDatabase(database)
    }
    const seconds = (performance.now() - since) / 1000
    context.print(
      `${checked} records in ${chains} chains checked in ${seconds.toFixed(1)} s (${Math.round(checked / Math.max(seconds, 0.001))} a second): ${wrong === 0 ? 'all hold.' : `${wrong} do not hold.`}`,
    )
    return wrong === 0 ? 0 : 1

    async function* allChains(): AsyncGenerator<Id<'organisation'>> {
      for (let after: Id<'organisation'> | undefined; ; ) {
        const page = await asSealer(database, (db) => listChains(db, after ? { after } : {}))
        for (const { organisationId } of page) yield organisationId
        after = page.at(-1)?.organisationId
        if (!after) return
      }
    }
  },
}

/** Prints what does not hold in one chain; returns how many faults that is. */
function printFaults(
  id: Id<'organisation'>,
  { faults, unsealed }: ChainReport,
  { print }: CommandContext,
): number {
  for (const { position, auditId, kind } of faults)
    print(`${kind.padEnd(12)} organisation ${id} position ${position}${auditId ? ` record ${auditId}` : ''}`)
  if (unsealed > 0)
    print(
      `${'unsealed'.padEnd(12)} organisation ${id} ${unsealed} records without a seal: is the worker running?`,
    )
  return faults.length + unsealed
}
