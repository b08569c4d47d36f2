import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { findWaitingChoice, insertWaitingChoice } from '@entente/db/identity/waiting-choices'
import { idOf } from '@entente/domain/core/id'
import { z } from 'zod'
import { ownAccountMutation, sessionProcedure } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

const keptMinutes = 10
const fieldsMax = 200
const charactersMax = 50_000

const form = z
  .record(z.string().max(200), z.string().max(20_000))
  .refine((fields) => Object.keys(fields).length <= fieldsMax, 'too many fields')
  .refine((fields) => JSON.stringify(fields).length <= charactersMax, 'too long')

/** Keeps what a person chose on a page while another page asks who they are. It comes back for a new press. */
export const choices = t.router({
  keep: ownAccountMutation.input(z.object({ form })).mutation(async ({ ctx, input }) => {
    const { db, session, now } = ctx
    const id = newId<'waiting_choice'>()
    const expiresAt = new Date(now.getTime() + keptMinutes * 60_000)
    await insertWaitingChoice(db, { id, sessionId: session.id, form: input.form, expiresAt }, now)
    return { id }
  }),

  /** The choices that this session kept; those of another session are not found. Looking changes nothing. */
  kept: sessionProcedure
    .input(z.object({ id: idOf<'waiting_choice'>() }))
    .query(async ({ ctx, input: { id } }) => {
      const { database, session } = ctx
      const found = await asAuth(database, session.account.id, (db) =>
        findWaitingChoice(db, id, session.id, ctx.now),
      )
      if (!found) throw refused({ code: 'not_found' })
      return { form: found }
    }),
})
