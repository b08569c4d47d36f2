import type { Id } from '@entente/domain/core/id'
import type { CheckResult } from '@entente/domain/enrolment/enrolment'
import type { OperatorDb } from '../core/scopes.ts'

/** The part of an application that only the operator reads: the assignee, and the two checks of R-082. */
export type EnrolmentReview = {
  organisationId: Id<'organisation'>
  assigneeId: Id<'account'> | null
  profileCheck: CheckResult
  profileNote: string
  authorityCheck: CheckResult
  authorityNote: string
  updatedAt: Date
}

/** The events that start another round of the review: both checks are open again. */
const rounds = ['appeal', 'change_profile']

/** The review in the present round: a result of an earlier round no longer counts. */
export async function findEnrolmentReview(
  db: OperatorDb,
  id: Id<'organisation'>,
): Promise<EnrolmentReview | undefined> {
  const row = await db
    .selectFrom('enrolmentReview')
    .selectAll()
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
  if (!row) return undefined
  const { openedAt, ...saved } = row
  // Check constraints limit the results to those of the type.
  const review = saved as EnrolmentReview
  return openedAt && openedAt > review.updatedAt ? { ...review, ...openChecks } : review
}

const openChecks = {
  profileCheck: 'open',
  profileNote: '',
  authorityCheck: 'open',
  authorityNote: '',
} as const

/** Changes the review of a locked application; fields that `change` does not name keep their present value. */
export async function saveEnrolmentReview(
  db: OperatorDb,
  organisationId: Id<'organisation'>,
  change: Partial<Omit<EnrolmentReview, 'organisationId' | 'updatedAt'>>,
  now: Date,
): Promise<void> {
  const before = (await findEnrolmentReview(db, organisationId)) ?? { assigneeId: null, ...openChecks }
  const review = { ...before, ...change, updatedAt: now }
  await db
    .insertInto('enrolmentReview')
    .values({ ...review, organisationId })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet(review))
    .execute()
}
