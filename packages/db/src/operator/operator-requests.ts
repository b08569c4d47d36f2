import type { Id } from '@entente/domain/core/id'
import type { OperatorRequest, OperatorRequestKind } from '@entente/domain/operator/operator-request'
import { newId } from '../core/new-id.ts'
import type { OperatorDb } from '../core/scopes.ts'

export type StoredRequest = OperatorRequest & {
  id: Id<'operator_request'>
  kind: OperatorRequestKind
  targetId: string
  reason: string
}

const requests = (db: OperatorDb) =>
  db
    .selectFrom('operatorRequest')
    .select(['id', 'targetId', 'reason', 'askedBy', 'expiresAt', 'confirmedBy', 'withdrawnBy'])
    .select((eb) => eb.ref('kind').$castTo<OperatorRequestKind>().as('kind'))

/** The requests for an act on a target that nobody settled, expired ones too. */
export const listUnsettled = (
  db: OperatorDb,
  kind: OperatorRequestKind,
  targetId: string,
): Promise<StoredRequest[]> =>
  requests(db)
    .where('kind', '=', kind)
    .where('targetId', '=', targetId)
    .where('confirmedBy', 'is', null)
    .where('withdrawnBy', 'is', null)
    .execute()

export const findRequest = (db: OperatorDb, id: Id<'operator_request'>): Promise<StoredRequest | undefined> =>
  requests(db).where('id', '=', id).executeTakeFirst()

export async function insertOperatorRequest(
  db: OperatorDb,
  request: {
    kind: OperatorRequestKind
    targetId: string
    reason: string
    askedBy: Id<'account'>
    expiresAt: Date
  },
  now: Date,
): Promise<Id<'operator_request'>> {
  const id = newId<'operator_request'>()
  await db
    .insertInto('operatorRequest')
    .values({ ...request, id, askedAt: now })
    .execute()
  return id
}

/** Settles a request; false when somebody else did so first. */
export async function settleRequest(
  db: OperatorDb,
  id: Id<'operator_request'>,
  settled: 'confirmed' | 'withdrawn',
  by: Id<'account'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('operatorRequest')
    .set(
      settled === 'confirmed' ? { confirmedBy: by, confirmedAt: now } : { withdrawnBy: by, withdrawnAt: now },
    )
    .where('id', '=', id)
    .where('confirmedBy', 'is', null)
    .where('withdrawnBy', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** How many requests of other operators can still be confirmed. */
export async function countRequestsToConfirm(db: OperatorDb, me: Id<'account'>, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('operatorRequest')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('confirmedBy', 'is', null)
    .where('withdrawnBy', 'is', null)
    .where('expiresAt', '>', now)
    .where('askedBy', '!=', me)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The requests that can still be confirmed, the oldest first, with the person or the partner that each is about. */
export const listOpenRequests = (db: OperatorDb, now: Date) =>
  db
    .selectFrom('operatorRequest as request')
    .innerJoin('auth.account as asker', 'asker.id', 'request.askedBy')
    .leftJoin('auth.account as target', 'target.id', 'request.targetId')
    .leftJoin('organisation as partner', 'partner.id', 'request.targetId')
    .select([
      'request.id',
      'request.reason',
      'request.askedBy',
      'request.askedAt',
      'request.expiresAt',
      'asker.name as askedByName',
      'request.targetId',
      'target.name as targetName',
      'target.email as targetEmail',
      'partner.legalName as partnerName',
    ])
    .select((eb) => eb.ref('request.kind').$castTo<OperatorRequestKind>().as('kind'))
    .where('request.confirmedBy', 'is', null)
    .where('request.withdrawnBy', 'is', null)
    .where('request.expiresAt', '>', now)
    .orderBy('request.askedAt')
    .execute()
