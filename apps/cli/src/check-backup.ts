import { countWhatMatters } from '@entente/db/audit/backup-figures'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { asKeeper } from '@entente/db/core/scopes'
import { type Command, type CommandContext, readOptions } from './command.ts'
import { checkApiDatabase } from './doctor/database.ts'
import { report } from './doctor/doctor.ts'
import { type Finding, ok, wrong } from './doctor/finding.ts'
import { checkKeysFile } from './doctor/keys.ts'
import { readSettings } from './settings.ts'
import { verifyChains } from './verify-audit.ts'
import { verifyHeads } from './verify-heads.ts'

/**
 * Checks a database that was restored from a back-up, before anything runs on it: it fits this build, cloud and keys file, and
 * every chain of its audit is what was sealed (R13). It needs no worker and changes nothing.
 */
export const checkBackup: Command = {
  usage: 'backup check [--heads <file or folder> [--public-key <file>]]',
  does: 'checks a restored database: schema, cloud, keys and audit; prints how new it is and what it holds',
  async run(args, context) {
    const { one } = readOptions(args, { required: [], optional: ['heads', 'public-key'] })
    const names = ['CLOUD', 'DATABASE_URL', 'DATABASE_DIRECT_URL', 'ENTENTE_KEYS_FILE'] as const
    const settings = readSettings(context, ...names)
    const keys = checkKeysFile(settings.ENTENTE_KEYS_FILE)
    const expected = { cloud: settings.CLOUD, keyring: keys.keyring }
    const findings = [...keys.findings, ...(await checkApiDatabase(settings.DATABASE_URL, expected))]
    // What is not there or of another build would fail below with less to say.
    const isReadable = !findings.some(
      ({ about, state }) => /database|migrations/.test(about) && state !== 'ok',
    )
    if (isReadable) {
      const database = openDatabase({ url: settings.DATABASE_DIRECT_URL, connectionsMax: 1 })
      try {
        findings.push(await checkChains(database, context))
        const place = one('heads')
        if (place !== undefined)
          findings.push(await checkHeads(database, { place, publicKey: one('public-key') }, context))
        const { newest, ...counts } = await asKeeper(database, countWhatMatters)
        findings.push(ok('newest record', newest?.toISOString() ?? 'none'))
        findings.push(
          ok(
            'holds',
            Object.entries(counts)
              .map(([what, count]) => `${count} ${what}`)
              .join(', '),
          ),
        )
      } finally {
        await closeDatabase(database)
      }
    }
    return report(findings, context.print)
  },
}

async function checkChains(database: Database, context: CommandContext): Promise<Finding> {
  const { faults, unsealed, summary } = await verifyChains(database, undefined, context)
  if (faults > 0)
    return wrong(
      'audit',
      `${summary}: ${faults} do not hold`,
      'Restore an older back-up, and find out who changed this one',
    )
  const waiting = unsealed > 0 ? `; ${unsealed} newest ones wait for their seal` : ''
  return ok('audit', `${summary}: all hold${waiting}`)
}

async function checkHeads(
  database: Database,
  from: { place: string; publicKey: string | undefined },
  context: CommandContext,
): Promise<Finding> {
  const faults = await verifyHeads(database, { ...from, organisation: undefined }, context)
  if (faults === 0) return ok('signed heads', 'every chain passes through what was signed')
  return wrong(
    'signed heads',
    `${faults} chains differ from what was signed`,
    'missing: signed after the moment that you restored to, so what follows is lost; rewritten: restore another back-up',
  )
}
