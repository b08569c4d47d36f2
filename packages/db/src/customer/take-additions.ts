import type { Cloud } from '@entente/domain/core/cloud'
import { dayAt, nextDay, startOfDay } from '@entente/domain/core/local-day'
import type { AuditActor } from '../core/audit.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { addCustomers } from './add-customer.ts'
import type { CustomerImport } from './customer-imports.ts'
import { findKnownKeys, nextGoodRows, type ReadRowResult, saveImportRows } from './import-rows.ts'
import type { TakenPiece } from './take-invitations.ts'

/** How many customers one transaction adds at most. */
const pieceMax = 100

/**
 * Adds the customers of the next good rows, each at most once. One whose domain somebody took since the dry run is named. A
 * partner that may add none now, because it is suspended, goes on the next day.
 */
export async function takeAdditions(
  db: PartnerDb,
  imported: CustomerImport,
  { cloud, actor, now }: { cloud: Cloud; actor: AuditActor; now: Date },
): Promise<TakenPiece> {
  const { id, partnerId, authorId: addedBy } = imported
  const day = dayAt(now, cloud.timeZone)
  const perDomain = cloud.requests.mailsPerDomainAndDay
  const { rows, last } = await nextGoodRows(db, imported, { day, limit: pieceMax, perDomain })
  if (last === null) return { mails: [], nextAt: null, takenTo: 0 }
  const known = await findKnownKeys(
    db,
    partnerId,
    rows.map(({ item }) => item),
  )
  const additions = rows.flatMap(({ row, item }) => (item.kind === 'add' ? { row, item } : []))
  const fresh = additions.filter(({ item }) => !known.has(item.key))
  const wanted = fresh.map(({ item }) => ({ ...item, legalName: item.name, adminName: item.admin }))
  const added = await addCustomers(db, wanted, { partnerId, addedBy, actor, cloud, now })
  const results: ReadRowResult[] = additions
    .filter(({ item }) => known.has(item.key))
    .map(({ row, item }) => ({ row, state: 'known', faults: [], item }))
  let isClosed = false
  for (const [at, { row, item }] of fresh.entries()) {
    const one = added[at]
    if (one?.ok) results.push({ row, state: 'taken', faults: [], item })
    else if (one?.refusal.code === 'tenant_name_taken')
      results.push({ row, state: 'bad', faults: [{ column: 'tenant', fault: 'name_taken' }], item })
    else isClosed = true
  }
  await saveImportRows(db, id, results)
  return isClosed
    ? { mails: [], nextAt: startOfDay(nextDay(day), cloud.timeZone), takenTo: 0 }
    : { mails: [], nextAt: now, takenTo: last }
}
