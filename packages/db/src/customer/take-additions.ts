import type { Cloud } from '@entente/domain/core/cloud'
import { dayAt, nextDay, startOfDay } from '@entente/domain/core/local-day'
import type { AuditActor } from '../core/audit.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { addCustomer } from './add-customer.ts'
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
  const { rows, last } = await nextGoodRows(db, imported, { day, limit: pieceMax })
  if (last === null) return { mails: [], nextAt: null, takenTo: 0 }
  const known = await findKnownKeys(
    db,
    partnerId,
    rows.map(({ item }) => item),
  )
  const results: ReadRowResult[] = []
  let isClosed = false
  for (const { row, item } of rows) {
    if (item.kind !== 'add' || isClosed) continue
    if (known.has(item.key)) {
      results.push({ row, state: 'known', faults: [], item })
      continue
    }
    const wanted = { ...item, legalName: item.name, adminName: item.admin }
    const added = await addCustomer(db, wanted, { partnerId, addedBy, actor, cloud, now })
    if (added.ok) results.push({ row, state: 'taken', faults: [], item })
    else if (added.refusal.code === 'tenant_name_taken')
      results.push({ row, state: 'bad', faults: [{ column: 'tenant', fault: 'name_taken' }], item })
    else isClosed = true
  }
  await saveImportRows(db, id, results)
  return isClosed
    ? { mails: [], nextAt: startOfDay(nextDay(day), cloud.timeZone), takenTo: 0 }
    : { mails: [], nextAt: now, takenTo: last }
}
