import type { Id } from '@entente/domain/core/id'
import type { EndOutcome, EndRequestStatus } from '@entente/domain/relationship/end-request'
import type { RelationshipStatus } from '@entente/domain/relationship/relationship'
import { newId } from '../core/new-id.ts'
import type { OperatorDb } from '../core/scopes.ts'

const requests = (db: OperatorDb) =>
  db
    .selectFrom('endRequest as request')
    .innerJoin('relationship', 'relationship.id', 'request.relationshipId')
    .innerJoin('organisation as partner', 'partner.id', 'request.partnerId')
    .innerJoin('organisation as customer', 'customer.id', 'request.customerId')
    .select(['request.id', 'request.customerId', 'request.partnerId', 'request.relationshipId'])
    .select(['customer.legalName as customerName', 'partner.legalName as partnerName'])
    .select([
      'request.reason',
      'request.askedAt',
      'request.deadline',
      'answer',
      'answeredAt',
      'told',
      'settledAt',
    ])
    .select((eb) => [
      eb.ref('request.status').$castTo<EndRequestStatus>().as('status'),
      eb.ref('outcome').$castTo<EndOutcome | null>().as('outcome'),
      eb.ref('relationship.status').$castTo<RelationshipStatus>().as('relationshipStatus'),
      eb.ref('relationship.since').as('relationshipSince'),
    ])

const due = (db: OperatorDb, now: Date) =>
  requests(db)
    .where('request.status', 'in', ['open', 'explained', 'agreed'])
    .where('request.deadline', '<=', now)
    .where('relationship.status', '=', 'active')
    .whereRef('relationship.since', '<=', 'request.askedAt')

/** The requests whose time to answer has passed while the relationship goes on, the longest waiting first. */
export const listDueEndRequests = (db: OperatorDb, now: Date) =>
  due(db, now).orderBy('request.deadline').execute()

/** What the operator settled, the newest first. */
export const listSettledEndRequests = (db: OperatorDb, limit: number) =>
  requests(db).where('request.status', '=', 'settled').orderBy('settledAt', 'desc').limit(limit).execute()

export const findEndRequest = (db: OperatorDb, id: Id<'end_request'>) =>
  requests(db).where('request.id', '=', id).executeTakeFirst()

/** Locks a request: of two operators at once, the second sees what the first did. */
export const lockEndRequest = (db: OperatorDb, id: Id<'end_request'>) =>
  requests(db).where('request.id', '=', id).forUpdate('request').executeTakeFirst()

export const listEndNotes = (db: OperatorDb, requestId: Id<'end_request'>) =>
  db
    .selectFrom('endRequestNote as note')
    .innerJoin('auth.account as author', 'author.id', 'note.writtenBy')
    .select(['note.id', 'note.text', 'note.writtenAt', 'author.name as author'])
    .where('note.endRequestId', '=', requestId)
    .orderBy('note.id')
    .execute()

export const insertEndNote = (
  db: OperatorDb,
  note: { endRequestId: Id<'end_request'>; text: string; writtenBy: Id<'account'> },
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('endRequestNote')
    .values({ ...note, id: newId(), writtenAt: now })
    .execute()

export const saveEndSettlement = (
  db: OperatorDb,
  id: Id<'end_request'>,
  settlement: { outcome: EndOutcome; told: string; settledBy: Id<'account'>; settledAt: Date },
): Promise<unknown> =>
  db
    .updateTable('endRequest')
    .set({ ...settlement, status: 'settled' })
    .where('id', '=', id)
    .execute()
