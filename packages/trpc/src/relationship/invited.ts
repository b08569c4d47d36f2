import { asLink, asTenant, type CustomerDb } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { may } from '@entente/domain/core/permission'
import { z } from 'zod'
import { claimedLinkId } from '../core/claimed-link.ts'
import {
  inTenant,
  limitGuessing,
  passThrough,
  recordRefusal,
  type TenantSession,
  tenantOf,
  type WriteOptions,
} from '../core/gates.ts'
import { keyed, once } from '../core/once.ts'
import { refused } from '../core/refused.ts'
import { freshlyAuthenticated } from '../core/step-up.ts'
import { t } from '../core/trpc.ts'
import { openedLink } from './opened-link.ts'

/**
 * A customer's procedure about the link whose token is in the input. Anybody but a global admin is refused and told
 * whom to ask (D-08). The transaction sees the row that the token claims; the procedure must verify the token first.
 */
const invited = t.procedure
  .use(limitGuessing)
  .input(z.object({ token: z.string().max(20_000) }))
  .use(async ({ ctx, next, input: { token } }) => {
    const { session } = ctx
    if (session?.audience !== 'customer' || !session.organisation) throw refused({ code: 'not_signed_in' })
    const customer = session as TenantSession<'customer'>
    if (!may('customer', session.roles, 'invitation.decide')) {
      // A forged link must not send anybody to their admin.
      await asLink(ctx.database, claimedLinkId(token), (db) => openedLink(ctx, db, token))
      const refusal = await asTenant(ctx.database, tenantOf(customer), async (db) =>
        globalAdminsOf(db, customer),
      )
      await recordRefusal(ctx, session, refusal)
      throw refused(refusal)
    }
    return next({ ctx: { session: customer } })
  })

export const invitedQuery = invited.use(({ ctx, next, input }) =>
  inTenant(ctx, ctx.session, claimedLinkId(input.token), (db) => next({ ctx: { db } })),
)

export const invitedMutation = (options: WriteOptions = {}) =>
  invited
    .use(options.fresh ? freshlyAuthenticated : passThrough)
    .input(keyed)
    .use(({ ctx, next, path, input, getRawInput }) =>
      inTenant(ctx, ctx.session, claimedLinkId(input.token), async (db) => {
        const raw = await getRawInput()
        const claim = { actor: ctx.session.account.id, path, key: input.idempotencyKey, raw }
        return once(ctx, db, claim, () => next({ ctx: { db } }))
      }),
    )

const globalAdminsOf = async (db: CustomerDb, { organisation }: TenantSession<'customer'>) => {
  const admins = await listPeopleWithRole(db, organisation.id, 'global_admin')
  return { code: 'not_global_admin' as const, admins: admins.map(({ name, email }) => ({ name, email })) }
}
