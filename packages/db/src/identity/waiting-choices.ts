import type { Id } from '@entente/domain/core/id'
import type { ChoiceForm } from '@entente/domain/identity/waiting-choice'
import { sql } from 'kysely'
import type { AuthDb } from '../core/scopes.ts'

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

/** Deletes the forms of a session but the newest ones. */
export const deleteOlderChoices = (db: AuthDb, sessionId: Id<'session'>, kept: number): Promise<unknown> =>
  sql`delete from auth.waiting_choice where id in (select id from auth.waiting_choice
    where session_id = ${sessionId} order by id desc offset ${kept})`.execute(db)

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
