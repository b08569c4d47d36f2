import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import type { Id } from '@entente/domain/core/id'
import { type AccountOwner, personOf } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { inIdentity } from '../core/gates.ts'
import { read } from '../core/read.ts'
import { refused } from '../core/refused.ts'
import { procedure } from '../core/trpc.ts'
import { type WriteOptions, write } from '../core/write.ts'

/** `sessionId` is the session, or the sign-in in progress that waits for the factor to be set up. */
type FactorOwner = AccountOwner & { sessionId: Id<'session'> }

/** The person who manages their own second factor: signed in, or in a sign-in that waits for one to be set up. */
const factorOwner = procedure.use(({ ctx, next }) => {
  const owner = ownerOf(ctx)
  if (!owner) throw refused({ code: 'not_signed_in' })
  return next({ ctx: { owner } })
})

const asOwner = <T>(
  { database, owner }: Pick<Context, 'database'> & { owner: FactorOwner },
  _input: unknown,
  work: (db: AuthDb) => Promise<T>,
): Promise<T> => asAuth(database, owner.accountId, work)

export const factorQuery = read(factorOwner, asOwner)

export const factorMutation = <const Secret extends string = never>(options?: WriteOptions<Secret>) =>
  write({
    gate: factorOwner,
    declared: { audience: 'factor', permission: null },
    options,
    actor: ({ owner: { accountId, roles } }) => ({ kind: 'person', accountId, roles }),
    open: inIdentity,
  })

function ownerOf({ session, waiting }: Context): FactorOwner | undefined {
  if (session) return { ...personOf(session), sessionId: session.id }
  if (waiting?.awaits !== 'second_factor_set_up') return undefined
  const { id: sessionId, account, organisationId, roles } = waiting
  return { accountId: account.id, email: account.email, organisationId, roles, sessionId }
}
