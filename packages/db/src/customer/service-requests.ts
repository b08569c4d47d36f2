import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import type {
  RequestEvent,
  RequestListFilters,
  ServiceRequestStatus,
  Severity,
} from '@entente/domain/customer/service-request'
import { pageRows, readCursor, writeCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import type { AuthDb, OperatorDb, PartnerDb, Scoped } from '../core/scopes.ts'
import { foundBy, matchesSearch } from '../core/search.ts'

type ReaderDb = Scoped<'partner' | 'operator'>

/** Check constraints limit all of them. */
type Narrowed = {
  status: ServiceRequestStatus
  severity: Severity
  channel: 'portal' | 'phone'
}

/** What both sides may read of a request. */
const requests = (db: ReaderDb) =>
  db
    .selectFrom('serviceRequest as request')
    .innerJoin('relationship', 'relationship.id', 'request.relationshipId')
    .select(['request.id', 'request.relationshipId', 'request.customerId', 'request.partnerId'])
    .select(['request.service', 'severity', 'title', 'request.status', 'channel', 'requestedBy'])
    .select(['openedAt', 'changedAt', 'closedAt', 'relationship.customerName'])
    .$narrowType<Narrowed>()

export type ServiceRequestRow = Awaited<ReturnType<ReturnType<typeof requests>['executeTakeFirstOrThrow']>>

export const findServiceRequest = (
  db: ReaderDb,
  id: Id<'service_request'>,
): Promise<ServiceRequestRow | undefined> => requests(db).where('request.id', '=', id).executeTakeFirst()

/** The name of who opened a request or called. */
export const findRequester = (db: ReaderDb, { requestedBy }: Pick<ServiceRequestRow, 'requestedBy'>) =>
  db.selectFrom('auth.account').select('name').where('id', '=', requestedBy).executeTakeFirst()

/** Locks a request: of two acts at once, the second sees what the first did. */
export const lockServiceRequest = (
  db: ReaderDb,
  id: Id<'service_request'>,
): Promise<ServiceRequestRow | undefined> =>
  requests(db).where('request.id', '=', id).forUpdate('request').executeTakeFirst()

/** One page of requests, the newest first. */
const pageOf = (db: ReaderDb, { status, severity, search, cursor, limit }: RequestListFilters) => {
  const [after] = readCursor(cursor, ['id']) ?? []
  return (
    requests(db)
      .$if(status !== undefined, (query) => query.where('request.status', '=', status ?? ''))
      .$if(severity !== undefined, (query) => query.where('severity', '=', severity ?? ''))
      .$if(Boolean(search), (query) => query.where(matchesSearch('request.terms', search ?? '')))
      // A cursor's id is one of ours, or finds nothing.
      .$if(after !== undefined, (query) => query.where('request.id', '<', after as Id<'service_request'>))
      .orderBy('request.id', 'desc')
      .limit(pageRows(limit))
  )
}

const paged = <R extends { id: string }>(rows: R[], limit: number) => ({
  requests: rows.slice(0, limit),
  nextCursor: rows.length > limit ? writeCursor([rows[limit - 1]?.id ?? '']) : null,
})

export async function listServiceRequests(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { customer, ...filters }: RequestListFilters & { customer?: Id<'relationship'> | undefined },
) {
  const rows = await pageOf(db, filters)
    .where('request.partnerId', '=', partnerId)
    .$if(customer !== undefined, (query) => query.where('request.relationshipId', '=', customer ?? null))
    .execute()
  return paged(rows, filters.limit)
}

/** Every partner's requests, with who handles each. */
export async function listQueue(
  db: OperatorDb,
  { handledBy, ...filters }: RequestListFilters & { handledBy?: Id<'account'> | 'nobody' | undefined },
) {
  const rows = await pageOf(db, filters)
    .innerJoin('organisation as partner', 'partner.id', 'request.partnerId')
    .leftJoin('auth.account as handler', 'handler.id', 'request.handledBy')
    .select(['partner.legalName as partnerName', 'handler.name as handlerName'])
    .$if(handledBy === 'nobody', (query) => query.where('request.handledBy', 'is', null))
    .$if(handledBy !== undefined && handledBy !== 'nobody', (query) =>
      query.where('request.handledBy', '=', handledBy as Id<'account'>),
    )
    .execute()
  return paged(rows, filters.limit)
}

/** Who handles a request, and where it comes from, for operators. */
export const findHandling = (db: OperatorDb, id: Id<'service_request'>) =>
  db
    .selectFrom('serviceRequest as request')
    .innerJoin('organisation as partner', 'partner.id', 'request.partnerId')
    .leftJoin('auth.account as handler', 'handler.id', 'request.handledBy')
    .select(['partner.legalName as partnerName', 'handledBy', 'handler.name as handlerName'])
    .where('request.id', '=', id)
    .executeTakeFirst()

/** The operator who handles a request, and may still. */
export async function findHandler(
  db: AuthDb,
  id: Id<'service_request'>,
): Promise<{ email: string; locale: string | null } | undefined> {
  const row = await db
    .selectFrom('serviceRequest')
    .innerJoin('auth.account as account', 'account.id', 'serviceRequest.handledBy')
    .innerJoin('auth.membership as membership', 'membership.accountId', 'account.id')
    .select(['email', 'locale', 'suspendedAt', 'membership.roles'])
    .where('serviceRequest.id', '=', id)
    .where('membership.audience', '=', 'operator')
    .where('membership.status', '=', 'active')
    .executeTakeFirst()
  const mayHandle =
    row && !row.suspendedAt && may('operator', row.roles as Role[], 'service_request_queue.handle')
  return mayHandle ? row : undefined
}

/** What was said, the oldest first. An operator's name is the operators' to know. */
export const listNotes = (db: ReaderDb, id: Id<'service_request'>) =>
  db
    .selectFrom('serviceRequestNote as note')
    .leftJoin('auth.account as writer', 'writer.id', 'note.writtenBy')
    .select(['note.id', 'note.text', 'note.at', 'note.writtenBy', 'writer.name as writer'])
    .select((eb) => eb.ref('note.event').$castTo<RequestEvent>().as('event'))
    .where('note.serviceRequestId', '=', id)
    .orderBy('note.id')
    .execute()

export const listOperatorNames = (db: OperatorDb, id: Id<'service_request'>) =>
  db
    .selectFrom('serviceRequestNote as note')
    .innerJoin('auth.account as operator', 'operator.id', 'note.operatorId')
    .select(['note.id', 'operator.name'])
    .where('note.serviceRequestId', '=', id)
    .execute()

type NewRequest = Pick<
  ServiceRequestRow,
  'id' | 'relationshipId' | 'customerId' | 'partnerId' | 'service' | 'severity' | 'title' | 'requestedBy'
>

/** `names`: of both companies, by which lists find the request. */
export const insertServiceRequest = (db: PartnerDb, request: NewRequest, names: string, now: Date) =>
  db
    .insertInto('serviceRequest')
    .values({ ...request, ...fresh(request.title, names, now), channel: 'portal' })
    .execute()

export const insertPhoneRequest = (
  db: OperatorDb,
  request: NewRequest,
  names: string,
  openedBy: Id<'account'>,
  now: Date,
) =>
  db
    .insertInto('serviceRequest')
    .values({
      ...request,
      ...fresh(request.title, names, now),
      channel: 'phone',
      openedBy,
      handledBy: openedBy,
    })
    .execute()

const fresh = (title: string, names: string, now: Date) => ({
  ...{ status: 'open', openedAt: now, changedAt: now },
  ...foundBy(title, names),
})

export const saveServiceRequest = (
  db: ReaderDb,
  id: Id<'service_request'>,
  change: { status: ServiceRequestStatus; changedAt: Date; closedAt: Date | null },
): Promise<unknown> => db.updateTable('serviceRequest').set(change).where('id', '=', id).execute()

/** An operator who acts on a request handles it from then on. */
export const saveHandled = (
  db: OperatorDb,
  id: Id<'service_request'>,
  change: { status: ServiceRequestStatus; changedAt: Date; closedAt: Date | null; handledBy: Id<'account'> },
): Promise<unknown> => db.updateTable('serviceRequest').set(change).where('id', '=', id).execute()

type NewNote = {
  serviceRequestId: Id<'service_request'>
  partnerId: Id<'organisation'>
  event: RequestEvent
  text: string
}

export async function insertNote(
  db: ReaderDb,
  note: NewNote & ({ writtenBy: Id<'account'> } | { operatorId: Id<'account'> }),
  now: Date,
): Promise<Id<'service_request_note'>> {
  const id = newId<'service_request_note'>()
  await db
    .insertInto('serviceRequestNote')
    .values({ ...note, id, at: now })
    .execute()
  return id
}

/** The partner's people who take part in a request: who opened it or called, and who wrote. */
export async function listParticipants(db: ReaderDb, id: Id<'service_request'>): Promise<Id<'account'>[]> {
  const rows = await db
    .selectFrom('serviceRequest')
    .select('requestedBy as person')
    .where('id', '=', id)
    .union(
      db
        .selectFrom('serviceRequestNote')
        .select((eb) => eb.ref('writtenBy').$notNull().as('person'))
        .where('serviceRequestId', '=', id)
        .where('writtenBy', 'is not', null),
    )
    .execute()
  return rows.map(({ person }) => person)
}
