import { readFileSync } from 'node:fs'
import { auditRing, readKeyring } from '@entente/auth/keyring'
import { type PublicKeys, publicKeysOf, readPublicKeys, type SignedHeads } from '@entente/auth/signed-heads'
import { type Checkpoint, type CheckpointFault, listPassedBy } from '@entente/db/audit/audit-checkpoints'
import type { Database } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { asAuth, asSealer } from '@entente/db/core/scopes'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { readCloud } from '@entente/process/cloud-file'
import type { CommandContext } from './command.ts'
import { readSeries } from './heads-series.ts'
import { readSettings } from './settings.ts'

type Wanted = { place: string; publicKey: string | undefined; organisation: Id<'organisation'> | undefined }

/**
 * Compares the chains with what was signed, and returns the number of faults. This also finds a history that the owner of
 * the database rewrote and chained again: it no longer passes through the heads that were signed before.
 */
export async function verifyHeads(
  database: Database,
  { place, publicKey, organisation }: Wanted,
  context: CommandContext,
): Promise<number> {
  const keys = readKeys(publicKey, context)
  const prunedBefore = await retentionStart(database, context)
  /** The newest checkpoint of each chain that still holds, and the chains that do not. */
  const held = new Map<string, number>()
  const faulty = new Set<string>()
  let wrong = 0
  let newest: SignedHeads | undefined
  const problems = ({ file, line, says }: { file: string; line: number; says: string }) => {
    wrong++
    context.print(`${'heads'.padEnd(12)} ${file} line ${line}: ${says}`)
  }
  for await (const signed of readSeries(place, keys, problems)) {
    newest = signed
    const checkpoints = checkpointsOf(signed).filter(
      ({ organisationId }) => organisation === undefined || organisationId === organisation,
    )
    if (checkpoints.length === 0) continue
    const faults = await asSealer(database, (db) => listPassedBy(db, checkpoints, prunedBefore))
    for (const fault of faults) {
      // A history that was rewritten fails from here on.
      if (faulty.has(fault.organisationId)) continue
      faulty.add(fault.organisationId)
      wrong++
      context.print(sentenceOf(fault, held.get(fault.organisationId) ?? 0))
    }
    for (const { organisationId, position } of checkpoints)
      if (!faulty.has(organisationId)) held.set(organisationId, position)
  }
  if (!newest) {
    context.print(`${'heads'.padEnd(12)} ${place} holds nothing that is signed with a known key`)
    return wrong + 1
  }
  context.print(`Newest root: ${newest.root}, signed ${newest.at}. Compare it with the worker's log.`)
  return wrong
}

const checkpointsOf = ({ heads, at }: SignedHeads): Checkpoint[] =>
  heads.map(([organisationId, position, hash]) => ({
    organisationId: organisationId as Id<'organisation'>,
    position,
    hash: Buffer.from(hash, 'hex'),
    at: new Date(at),
  }))

const sentenceOf = ({ kind, organisationId, position, at }: CheckpointFault, after: number): string =>
  `${kind.padEnd(12)} organisation ${organisationId} position ${position}: ${
    kind === 'missing' ? 'gone, but signed' : 'not what was signed'
  } ${at.toISOString()}; the history up to position ${after} is`

/** The public keys from a file; without one, those of the keys file. */
function readKeys(file: string | undefined, context: CommandContext): PublicKeys {
  if (file !== undefined) return readPublicKeys(readFileSync(file, 'utf8'))
  return publicKeysOf(auditRing(readKeyring(readSettings(context, 'ENTENTE_KEYS_FILE').ENTENTE_KEYS_FILE)))
}

const lateMs = 31 * 24 * 3_600_000

/** What was signed later than this was too young for retention to delete. A month is for seals that came late. */
async function retentionStart(database: Database, { environment }: CommandContext): Promise<Date> {
  const { cloud } = await asAuth(database, null, findInstance)
  const start = new Date()
  // A database belongs to one cloud, which migrate checked.
  const { CLOUD_OVERRIDES_FILE } = environment
  const { retention } = readCloud({ CLOUD: cloud as CloudId, CLOUD_OVERRIDES_FILE })
  start.setUTCFullYear(start.getUTCFullYear() - retention.auditYears)
  return new Date(start.getTime() + lateMs)
}
