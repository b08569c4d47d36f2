import type { Id } from '@entente/domain/core/id'
import type { CheckedData } from '@entente/domain/enrolment/checked-data'
import type { CheckResult } from '@entente/domain/enrolment/enrolment'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { OperatorDb } from '../core/scopes.ts'

// Check constraints limit the results; saveEnrolmentReview is the only writer of what was seen.
type Narrowed = {
  profileCheck: CheckResult
  profileSeen: CheckedData | null
  authorityCheck: CheckResult
  authoritySeen: CheckedData | null
}

/** The part of an application that only the operator reads: the assignee, and the two checks of R-082 as recorded. */
export type EnrolmentReview = Omit<Row<schema.EnrolmentReview, Narrowed>, 'organisationId' | 'updatedAt'>

/** Before anybody reviewed: nobody is assigned and both checks are open. */
const notReviewed: EnrolmentReview = {
  assigneeId: null,
  profileCheck: 'open',
  profileNote: '',
  profileDigest: null,
  profileSeen: null,
  authorityCheck: 'open',
  authorityNote: '',
  authorityDigest: null,
  authoritySeen: null,
}

/** The events that start another round of the review: both checks are open again. */
const rounds = ['appeal', 'change_profile']

/** The review in the present round: a result of an earlier round no longer counts, but what it looked at is kept. */
export async function findEnrolmentReview(db: OperatorDb, id: Id<'organisation'>): Promise<EnrolmentReview> {
  const row = await db
    .selectFrom('enrolmentReview')
    .select(['assigneeId', 'updatedAt'])
    .select(['profileCheck', 'profileNote', 'profileDigest', 'profileSeen'])
    .select(['authorityCheck', 'authorityNote', 'authorityDigest', 'authoritySeen'])
    .$narrowType<Narrowed>()
    .select((eb) =>
      eb
        .selectFrom('enrolmentEvent as event')
        .select(({ fn }) => fn.max('event.at').as('at'))
        .where('event.organisationId', '=', id)
        .where('event.event', 'in', rounds)
        .as('openedAt'),
    )
    .where('organisationId', '=', id)
    .executeTakeFirst()
  if (!row) return notReviewed
  const { openedAt, updatedAt, ...review } = row
  const { assigneeId, profileSeen, authoritySeen } = review
  return openedAt && openedAt > updatedAt
    ? { ...notReviewed, assigneeId, profileSeen, authoritySeen }
    : review
}

/** Saves the review of a locked application, with the time that tells which round its results belong to. */
export const saveEnrolmentReview = (
  db: OperatorDb,
  organisationId: Id<'organisation'>,
  review: EnrolmentReview,
  updatedAt: Date,
): Promise<unknown> =>
  db
    .insertInto('enrolmentReview')
    .values({ ...review, organisationId, updatedAt })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet({ ...review, updatedAt }))
    .execute()
