import type { Id } from '@entente/domain/core/id'
import type { CheckResult } from '@entente/domain/enrolment/enrolment'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { OperatorDb } from '../core/scopes.ts'

// Check constraints limit the results.
type Narrowed = { profileCheck: CheckResult; authorityCheck: CheckResult }

/** The part of an application that only the operator reads: the assignee, and the two checks of R-082. */
export type EnrolmentReview = Omit<Row<schema.EnrolmentReview, Narrowed>, 'organisationId' | 'updatedAt'>

/** Before anybody reviewed: nobody is assigned and both checks are open. */
const notReviewed: EnrolmentReview = {
  assigneeId: null,
  profileCheck: 'open',
  profileNote: '',
  authorityCheck: 'open',
  authorityNote: '',
}

/** The events that start another round of the review: both checks are open again. */
const rounds = ['appeal', 'change_profile']

/** The review in the present round: a result of an earlier round no longer counts. */
export async function findEnrolmentReview(db: OperatorDb, id: Id<'organisation'>): Promise<EnrolmentReview> {
  const row = await db
    .selectFrom('enrolmentReview')
    .select(['assigneeId', 'profileCheck', 'profileNote', 'authorityCheck', 'authorityNote', 'updatedAt'])
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
  return openedAt && openedAt > updatedAt ? { ...notReviewed, assigneeId: review.assigneeId } : review
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
