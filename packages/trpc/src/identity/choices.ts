import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import {
  deleteOlderChoices,
  findWaitingChoice,
  insertWaitingChoice,
} from '@entente/db/identity/waiting-choices'
import { idOf } from '@entente/domain/core/id'
import { choiceLimits, isTooLarge } from '@entente/domain/identity/waiting-choice'
import { z } from 'zod'
import { ownAccountMutation, sessionProcedure } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** Keeps what a person chose on a page while another page asks who they are. It comes back for a new press. */
export const choices = t.router({
  keep: ownAccountMutation
    .input(z.object({ form: z.record(z.string(), z.string()) }))
    .mutation(async ({ ctx, input: { form } }) => {
      const { db, session, now } = ctx
      if (isTooLarge(form)) throw refused({ code: 'choices_too_large' })
      const id = newId<'waiting_choice'>()
      const expiresAt = new Date(now.getTime() + choiceLimits.keptMinutes * 60_000)
      await insertWaitingChoice(db, { id, sessionId: session.id, form, expiresAt }, now)
      await deleteOlderChoices(db, session.id, choiceLimits.perSession)
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
