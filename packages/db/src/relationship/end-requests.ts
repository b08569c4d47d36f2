import type { Id } from '@entente/domain/core/id'
import type { EndOutcome, EndRequestStatus } from '@entente/domain/relationship/end-request'
import type { CustomerDb, PartnerDb, Scoped } from '../core/scopes.ts'

export type EndRequestRow = {
  id: Id<'end_request'>
  relationshipId: Id<'relationship'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
  reason: string
  askedAt: Date
  deadline: Date
  status: EndRequestStatus
  answer: string | null
  answeredAt: Date | null
  outcome: EndOutcome | null
  told: string | null
  settledAt: Date | null
}

/** The statuses of a request that nobody closed; whether its relationship goes on is the reader's to compare. */
const live: EndRequestStatus[] = ['open', 'explained', 'agreed']

const requests = (db: Scoped<'customer' | 'partner'>) =>
  db
    .selectFrom('endRequest')
    .select(['id', 'relationshipId', 'customerId', 'partnerId', 'reason', 'askedAt', 'deadline'])
    .select(['answer', 'answeredAt', 'told', 'settledAt'])
    .select((eb) => [
      // Check constraints limit both to these values.
      eb.ref('status').$castTo<EndRequestStatus>().as('status'),
      eb.ref('outcome').$castTo<EndOutcome | null>().as('outcome'),
    ])

/** The newest request about a relationship. */
export const findLatestEndRequest = (
  db: Scoped<'customer' | 'partner'>,
  relationshipId: Id<'relationship'>,
): Promise<EndRequestRow | undefined> =>
  requests(db).where('relationshipId', '=', relationshipId).orderBy('id', 'desc').limit(1).executeTakeFirst()

export const findEndRequest = (
  db: Scoped<'customer' | 'partner'>,
  id: Id<'end_request'>,
): Promise<EndRequestRow | undefined> => requests(db).where('id', '=', id).executeTakeFirst()

/** Locks a request: of two answers at once, the second sees the first. */
export const lockEndRequest = (
  db: Scoped<'customer' | 'partner'>,
  id: Id<'end_request'>,
): Promise<EndRequestRow | undefined> => requests(db).where('id', '=', id).forUpdate().executeTakeFirst()

/** The requests that wait for the partner or for the operator, the nearest deadline first. */
export const listLiveEndRequests = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('endRequest')
    .innerJoin('relationship', 'relationship.id', 'endRequest.relationshipId')
    .select(['endRequest.id', 'relationshipId', 'customerName', 'askedAt', 'deadline'])
    .select((eb) => eb.ref('endRequest.status').$castTo<EndRequestStatus>().as('status'))
    .where('endRequest.partnerId', '=', partnerId)
    .where('endRequest.status', 'in', live)
    .where('relationship.status', '=', 'active')
    .whereRef('relationship.since', '<=', 'endRequest.askedAt')
    .orderBy('deadline')
    .execute()

/** A relationship that was made again since leaves its old request behind as ended. */
export const endOldRequest = (db: CustomerDb, relationshipId: Id<'relationship'>): Promise<unknown> =>
  db
    .updateTable('endRequest')
    .set({ status: 'ended' })
    .where('relationshipId', '=', relationshipId)
    .where('status', 'in', live)
    .execute()

export const insertEndRequest = (
  db: CustomerDb,
  request: Pick<
    EndRequestRow,
    'id' | 'relationshipId' | 'customerId' | 'partnerId' | 'reason' | 'askedAt' | 'deadline'
  > & { askedBy: Id<'account'> },
): Promise<unknown> =>
  db
    .insertInto('endRequest')
    .values({ ...request, status: 'open' })
    .execute()

export const saveEndWithdrawal = (db: CustomerDb, id: Id<'end_request'>): Promise<unknown> =>
  db.updateTable('endRequest').set({ status: 'withdrawn' }).where('id', '=', id).execute()

export const saveEndAnswer = (
  db: PartnerDb,
  id: Id<'end_request'>,
  answer: { status: EndRequestStatus; answer: string; answeredBy: Id<'account'>; answeredAt: Date },
): Promise<unknown> => db.updateTable('endRequest').set(answer).where('id', '=', id).execute()
