import type { Id } from '@entente/domain/core/id'
import { type AccountOwner, personOf } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { firstAnswerIfRepeated, keyed, writeOnce } from '../core/once.ts'
import { refused } from '../core/refused.ts'
import { refuseStale } from '../core/step-up.ts'
import { t } from '../core/trpc.ts'

type FactorOwner = AccountOwner & {
  membershipId: Id<'membership'>
  sessionId: Id<'session'>
  /** Whether a sign-in in progress waits for the factor to be set up. */
  isSigningIn: boolean
}

/** The person who manages their own second factor: signed in, or in a sign-in that waits for one to be set up. */
const factorOwner = t.procedure.use(({ ctx, next }) => {
  const owner = ownerOf(ctx)
  if (!owner) throw refused({ code: 'not_signed_in' })
  return next({ ctx: { owner } })
})

export const factorQuery = factorOwner

export const factorMutation = factorOwner
  .input(keyed)
  .use(async ({ ctx, next, path, input, getRawInput }) => {
    const claim = { actor: ctx.owner.accountId, path, key: input.idempotencyKey }
    const result = await next({ ctx: { write: writeOnce(ctx, claim, getRawInput) } })
    return firstAnswerIfRepeated(ctx, { ...claim, raw: await getRawInput() }, result)
  })

/** A change that an open browser alone must not allow. A sign-in in progress gave its password just now. */
export const freshFactorMutation = factorMutation.use(async ({ ctx, next }) => {
  if (ctx.session) await refuseStale(ctx, ctx.session)
  return next()
})

function ownerOf({ session, waiting }: Context): FactorOwner | undefined {
  if (session) {
    const { id: sessionId, membershipId } = session
    return { ...personOf(session), sessionId, membershipId, isSigningIn: false }
  }
  if (waiting?.awaits !== 'second_factor_set_up') return undefined
  const { id: sessionId, account, membershipId, organisationId, roles } = waiting
  const person = { accountId: account.id, email: account.email, organisationId, roles }
  return { ...person, sessionId, membershipId, isSigningIn: true }
}
