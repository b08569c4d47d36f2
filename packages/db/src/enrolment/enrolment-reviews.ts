import type { Id } from '@entente/domain/core/id'
import type { CheckedData } from '@entente/domain/enrolment/checked-data'
import type { CheckResult, EnrolmentCheck } from '@entente/domain/enrolment/enrolment'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { OperatorDb, PartnerDb } from '../core/scopes.ts'

/** Who looks after an application; null for nobody. Only the operator reads it. */
export const findAssignee = async (
  db: OperatorDb,
  organisationId: Id<'organisation'>,
): Promise<Id<'account'> | null> =>
  (
    await db
      .selectFrom('enrolmentReview')
      .select('assigneeId')
      .where('organisationId', '=', organisationId)
      .executeTakeFirst()
  )?.assigneeId ?? null

export const saveAssignee = (
  db: OperatorDb,
  organisationId: Id<'organisation'>,
  assigneeId: Id<'account'> | null,
): Promise<unknown> =>
  db
    .insertInto('enrolmentReview')
    .values({ organisationId, assigneeId })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet({ assigneeId }))
    .execute()

// Check constraints limit names and results; saveCheck is the only writer of what was seen.
type Narrowed = { name: EnrolmentCheck; result: CheckResult; seen: CheckedData | null }

/** A check as recorded (R-082, §3.3): only the operator reads it. */
export type EnrolmentCheckRecord = Omit<Row<schema.EnrolmentCheck, Narrowed>, 'organisationId' | 'recordedAt'>

/** The events that start another round of the review: every check is open again. */
const rounds = ['appeal', 'change_profile']

/** The checks in the present round: a result of an earlier round no longer counts, but what it looked at is kept. */
export async function listChecks(
  db: OperatorDb,
  organisationId: Id<'organisation'>,
): Promise<EnrolmentCheckRecord[]> {
  const rows = await db
    .selectFrom('enrolmentCheck')
    .select(['name', 'result', 'note', 'digest', 'seen', 'recordedAt'])
    .$narrowType<Narrowed>()
    .select((eb) =>
      eb
        .selectFrom('enrolmentEvent as event')
        .select(({ fn }) => fn.max('event.at').as('at'))
        .where('event.organisationId', '=', organisationId)
        .where('event.event', 'in', rounds)
        .as('openedAt'),
    )
    .where('organisationId', '=', organisationId)
    .execute()
  return rows.map(({ openedAt, recordedAt, ...check }) =>
    openedAt && openedAt > recordedAt ? { ...check, result: 'open', note: '', digest: null } : check,
  )
}

/** Records a check of a locked application, with the time that tells which round it belongs to. */
export async function saveCheck(
  db: OperatorDb,
  organisationId: Id<'organisation'>,
  { name, seen, ...check }: EnrolmentCheckRecord,
  recordedAt: Date,
): Promise<void> {
  const change = { ...check, seen: seen && JSON.stringify(seen), recordedAt }
  await db
    .insertInto('enrolmentCheck')
    .values({ organisationId, name, ...change })
    .onConflict((conflict) => conflict.columns(['organisationId', 'name']).doUpdateSet(change))
    .execute()
}

/** Saves a consent of the applicant; `findApplicationFacts` reads them. */
export const insertConsent = (db: PartnerDb, consent: Row<schema.EnrolmentConsent>): Promise<unknown> =>
  db.insertInto('enrolmentConsent').values(consent).execute()
