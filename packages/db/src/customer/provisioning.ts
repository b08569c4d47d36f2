import type { Id } from '@entente/domain/core/id'
import {
  hangsSince,
  type ProvisioningKind,
  type ProvisioningOrder,
  type ProvisioningState,
} from '@entente/domain/customer/provisioning'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import { insertOutbox } from '../core/outbox.ts'
import type { OperatorDb, Scoped } from '../core/scopes.ts'

type Ordering = Scoped<'partner' | 'customer'>

/** A provisioning as the worker reads it. */
export type ProvisioningRow = ProvisioningOrder & {
  relationshipId: Id<'relationship'>
  sealed: { kid: string; bytes: Buffer } | null
  state: ProvisioningState
  attempts: number
  acceptedAt: Date | null
}

/** What is to be carried out. `secret` is the sealed part of the payload, sealed for `id`. */
export type ProvisioningWish = {
  id?: Id<'provisioning'>
  relationship: { id: Id<'relationship'>; partnerId: Id<'organisation'>; customerId: Id<'organisation'> }
  kind: ProvisioningKind
  /** The id of what it is about: the wishes about one subject are carried out one after the other. */
  subject: string
  payload: Record<string, unknown>
  secret?: { kid: string; bytes: Buffer } | undefined
}

/** Has a wish carried out once the caller's transaction is committed. */
export const requestProvisioning = async (
  db: Ordering,
  wish: ProvisioningWish,
  now: Date,
): Promise<Id<'provisioning'>> => {
  const id = wish.id ?? newId<'provisioning'>()
  await requestProvisionings(db, [{ ...wish, id }], now)
  return id
}

/** As `requestProvisioning`, for many at once. */
export async function requestProvisionings(
  db: Ordering,
  wishes: readonly ProvisioningWish[],
  now: Date,
): Promise<void> {
  if (wishes.length === 0) return
  const rows = wishes.map(({ id, relationship, kind, subject, payload, secret }) => ({
    ...{ id: id ?? newId<'provisioning'>(), relationshipId: relationship.id, kind, subject },
    ...{ partnerId: relationship.partnerId, customerId: relationship.customerId },
    ...{ payload: JSON.stringify(payload), kid: secret?.kid ?? null, sealed: secret?.bytes ?? null },
    requestedAt: now,
  }))
  await db.insertInto('provisioning').values(rows).execute()
  const jobs = rows.map((row) => provisionJob({ ...row, attempts: 0 }))
  await insertOutbox(db, jobs, now)
}

type Asked = Pick<ProvisioningRow, 'id' | 'partnerId' | 'customerId' | 'attempts'>

/** The job that asks the provisioner for the next time. */
export const provisionJob = ({ id, partnerId, customerId, attempts }: Asked) => ({
  name: 'customer.provision' as const,
  data: { partnerId, customerId, provisioningId: id, attempt: attempts },
})

const provisionings = (db: Ordering) =>
  db
    .selectFrom('provisioning')
    .select(['id', 'partnerId', 'customerId', 'relationshipId', 'subject', 'requestedAt'])
    .select(['kid', 'sealed', 'attempts', 'acceptedAt'])
    .select((eb) => [
      // Check constraints limit them to these values.
      eb.ref('kind').$castTo<ProvisioningKind>().as('kind'),
      eb.ref('state').$castTo<ProvisioningState>().as('state'),
      eb.ref('payload').$castTo<Record<string, unknown>>().as('payload'),
    ])

const toRow = ({ kid, sealed, ...row }: Awaited<ReturnType<typeof firstOf>> & object): ProvisioningRow => ({
  ...row,
  sealed: kid && sealed ? { kid, bytes: sealed } : null,
})
const firstOf = (query: ReturnType<typeof provisionings>) => query.executeTakeFirst()

export async function findProvisioning(
  db: Ordering,
  id: Id<'provisioning'>,
): Promise<ProvisioningRow | undefined> {
  const row = await firstOf(provisionings(db).where('id', '=', id))
  return row && toRow(row)
}

/** Locks a provisioning: of two outcomes at once, the second finds the first. */
export async function lockProvisioning(
  db: Ordering,
  id: Id<'provisioning'>,
): Promise<ProvisioningRow | undefined> {
  const row = await firstOf(provisionings(db).where('id', '=', id).forUpdate())
  return row && toRow(row)
}

/**
 * Whether an earlier wish about the same subject is still open. It waits for one that is just ending: its end records the
 * job of the next one, unless that was not committed yet.
 */
export async function isBehindAnother(
  db: Ordering,
  { id, subject }: Pick<ProvisioningRow, 'id' | 'subject'>,
): Promise<boolean> {
  const first = await db
    .selectFrom('provisioning')
    .select('id')
    .where('subject', '=', subject)
    .where('state', '=', 'pending')
    .where('id', '<', id)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return first !== undefined
}

/** The next open wish about a subject. */
export const findNextOfSubject = (db: Ordering, subject: string): Promise<Asked | undefined> =>
  db
    .selectFrom('provisioning')
    .select(['id', 'partnerId', 'customerId', 'attempts'])
    .where('subject', '=', subject)
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/** What an answer changed. An outcome forgets the secret. */
export const saveProvisioning = (
  db: Ordering,
  id: Id<'provisioning'>,
  saved: {
    state: ProvisioningState
    attempts: number
    externalId?: string | null
    acceptedAt?: Date | null
    refusal?: string | null
    fault: string | null
    nextAt: Date | null
  },
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('provisioning')
    .set({
      ...saved,
      askedAt: now,
      ...(saved.state !== 'pending' && { endedAt: now, kid: null, sealed: null }),
    })
    .where('id', '=', id)
    .execute()

/** What has no outcome after `hangsAfterMinutes`, the oldest first, without what it says. */
export async function listHangingProvisionings(
  db: OperatorDb,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  now: Date,
) {
  const after = readCursor(cursor, ['time', 'id'])
  const rows = await hanging(db, now)
    .innerJoin('organisation as partner', 'partner.id', 'provisioning.partnerId')
    .innerJoin('organisation as customer', 'customer.id', 'provisioning.customerId')
    .select(['provisioning.id', 'provisioning.kind', 'fault', 'attempts', 'requestedAt', 'askedAt', 'nextAt'])
    .select(['partner.legalName as partnerName', 'customer.legalName as customerName'])
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(requested_at, provisioning.id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`,
      ),
    )
    .orderBy('requestedAt')
    .orderBy('provisioning.id')
    .limit(pageRows(limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.requestedAt.toISOString(), last.id])
  return { rows: page, nextCursor }
}

const hanging = (db: OperatorDb, now: Date) =>
  db
    .selectFrom('provisioning')
    .where('provisioning.state', '=', 'pending')
    .where('requestedAt', '<=', hangsSince(now))

export async function countHangingProvisionings(db: OperatorDb, now: Date): Promise<number> {
  const row = await hanging(db, now)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Locks an open provisioning, for an operator who has it asked again. */
export const lockPending = (db: OperatorDb, id: Id<'provisioning'>) =>
  db
    .selectFrom('provisioning')
    .select(['id', 'partnerId', 'customerId', 'kind', 'attempts', 'requestedAt'])
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .forUpdate()
    .executeTakeFirst()

export const saveRetry = (db: OperatorDb, id: Id<'provisioning'>, now: Date): Promise<unknown> =>
  db.updateTable('provisioning').set({ nextAt: now }).where('id', '=', id).execute()
