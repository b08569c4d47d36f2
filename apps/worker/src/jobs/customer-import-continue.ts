import { insertAudit } from '@entente/db/core/audit'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import {
  type CustomerImport,
  findCustomerImport,
  lockCustomerImport,
  saveCustomerImport,
} from '@entente/db/customer/customer-imports'
import { listImportRows } from '@entente/db/customer/import-rows'
import { readRowsOfImport } from '@entente/db/customer/read-import'
import { takeAdditions } from '@entente/db/customer/take-additions'
import { takeInvitations } from '@entente/db/customer/take-invitations'
import { noRows, stepCustomerImport } from '@entente/domain/customer/customer-import'
import { sendLimits } from '@entente/domain/relationship/send-limits'
import type { ReceivedJob } from '@entente/queue/bull'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler, Tools } from '../handler.ts'

/** How many rows one transaction reads. */
const pieceRows = 1000

type Piece = { tools: Tools; job: ReceivedJob; imported: CustomerImport; now: Date }

/**
 * Reads or takes the next rows of an import, in one transaction with the job that goes on after it. A worker that dies in it
 * leaves nothing behind, and the next run begins with the same rows; a run too many finds the next ones.
 */
export const customerImportContinue: Handler<'customer-import.continue'> = async (tools, data, job) => {
  const { partnerId, importId } = data
  const tenant = { organisationId: partnerId, audience: 'partner', personId: null } as const
  await asTenant(tools.database, tenant, async (db) => {
    const imported = await lockCustomerImport(db, partnerId, importId)
    const piece = imported && { tools, job, imported, now: tools.clock() }
    if (piece?.imported.state === 'checking') await check(db, piece)
    if (piece?.imported.state === 'taking') await take(db, piece)
  })
}

async function check(db: PartnerDb, piece: Piece): Promise<void> {
  const { imported, tools } = piece
  const rows = await listImportRows(db, imported.id, { after: imported.checkedTo, limit: pieceRows })
  const last = rows.at(-1)
  if (!last) return end(db, piece, 'check_ended')
  await readRowsOfImport(db, imported, rows, tools.cloud)
  await saveCustomerImport(db, imported.id, { checkedTo: last.row })
  await goOn(db, piece, piece.now)
}

async function take(db: PartnerDb, piece: Piece): Promise<void> {
  const { imported, tools, now } = piece
  if (imported.nextAt && imported.nextAt > now) return goOn(db, piece, imported.nextAt)
  const { partnerId } = imported
  const { mails, nextAt, takenTo } =
    imported.kind === 'invite'
      ? await takeInvitations(db, imported, tools.cloud, now)
      : await takeAdditions(db, imported, { cloud: tools.cloud, actor: actorOf(piece.job), now })
  const jobs = mails.map((id) => ({
    ...{ id, name: 'mail.request-sent' as const, data: { partnerId, recipientId: id } },
  }))
  await enqueue(db, jobs, now, sendLimits.undoSeconds)
  if (!nextAt) return end(db, piece, 'take_ended')
  await saveCustomerImport(db, imported.id, { nextAt, takenTo })
  await goOn(db, piece, nextAt)
}

async function end(
  db: PartnerDb,
  { imported, job, now }: Piece,
  event: 'check_ended' | 'take_ended',
): Promise<void> {
  const { id, partnerId, kind } = imported
  const next = stepCustomerImport(imported.state, event)
  if (!next.ok) throw new Error(`Import ${id} cannot end in the state ${imported.state}.`)
  const isOver = next.value === 'finished'
  await saveCustomerImport(db, id, { state: next.value, nextAt: null, ...(isOver && { endedAt: now }) })
  if (!isOver) return
  const counts = (await findCustomerImport(db, partnerId, id))?.counts
  const { taken, bad, known } = { ...noRows, ...counts }
  const payload = { importId: id, kind, taken, bad, known }
  await insertAudit(
    db,
    actorOf(job),
    [{ organisationId: partnerId, action: 'customer_import.finished', payload }],
    now,
  )
}

const actorOf = ({ id, name }: ReceivedJob) => ({ kind: 'system' as const, name, requestId: id })

/** The id is the same on every run of this job, so that one job follows it, however often it starts again. */
const goOn = (db: PartnerDb, { imported, job, now }: Piece, at: Date): Promise<void> => {
  const data = { partnerId: imported.partnerId, importId: imported.id }
  const wait = Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000))
  const next = {
    ...followUp(job, imported.id),
    name: 'customer-import.continue' as const,
    data,
  }
  return enqueue(db, [next], now, wait)
}
