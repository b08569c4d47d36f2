import type { Id } from '@entente/domain/core/id'
import type { AuthDb } from '../core/scopes.ts'

/** The fields of a form, kept while the person who filled it in confirms who they are. */
export type ChoiceForm = Record<string, string>

export type WaitingChoice = {
  id: Id<'waiting_choice'>
  sessionId: Id<'session'>
  form: ChoiceForm
  expiresAt: Date
}

export const insertWaitingChoice = (db: AuthDb, choice: WaitingChoice, now: Date): Promise<unknown> =>
  db
    .insertInto('auth.waitingChoice')
    .values({ ...choice, form: JSON.stringify(choice.form), createdAt: now })
    .execute()

/** A form that this session left, until it expires. */
export async function findWaitingChoice(
  db: AuthDb,
  id: Id<'waiting_choice'>,
  sessionId: Id<'session'>,
  now: Date,
): Promise<ChoiceForm | undefined> {
  const row = await db
    .selectFrom('auth.waitingChoice')
    .select('form')
    .where('id', '=', id)
    .where('sessionId', '=', sessionId)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  // insertWaitingChoice is the only writer.
  return row && (row.form as ChoiceForm)
}
