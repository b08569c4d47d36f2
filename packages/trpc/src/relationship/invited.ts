import { asLink, type CustomerDb } from '@entente/db/core/scopes'
import { may } from '@entente/domain/core/permission'
import { z } from 'zod'
import { claimedLinkId } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import { actorOf, inTenant, recheck, recordRefusal, type TenantSession, whomToAsk } from '../core/gates.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { read } from '../core/read.ts'
import { refusalOf, refused } from '../core/refused.ts'
import { procedure } from '../core/trpc.ts'
import { type WriteOptions, write } from '../core/write.ts'
import { openedLink } from './opened-link.ts'

const permission = 'invitation.decide'

/**
 * A customer's procedure about the link whose token is in the input. Anybody who may not decide is refused and told whom to
 * ask (D-08). The transaction sees the row that the token claims; the procedure must verify the token first.
 */
const invited = procedure
  .use(limitGuessing)
  .input(z.object({ token: z.string().max(20_000) }))
  .use(async ({ ctx, next, path, input: { token } }) => {
    const { session } = ctx
    if (session?.audience !== 'customer' || !session.organisation) throw refused({ code: 'not_signed_in' })
    const customer = session as TenantSession<'customer'>
    if (!may('customer', session.roles, permission)) {
      // A forged link must not send anybody to their admin.
      await asLink(ctx.database, claimedLinkId(token), (db) => openedLink(ctx, db, token))
      const refusal = await inTenant(ctx, customer, undefined, (db) =>
        whomToAsk(db, customer.organisation.id, permission),
      )
      await recordRefusal(ctx, session, refusal, path)
      throw refused(refusal)
    }
    const result = await next({ ctx: { session: customer } })
    const refusal = result.ok ? undefined : refusalOf(result.error)
    if (refusal?.code === 'not_decider') await recordRefusal(ctx, session, refusal, path)
    return result
  })

const withLink = <T>(
  ctx: Pick<Context, 'database'> & { session: TenantSession<'customer'> },
  { token }: { token: string },
  work: (db: CustomerDb) => Promise<T>,
): Promise<T> => inTenant(ctx, ctx.session, claimedLinkId(token), work)

export const invitedQuery = read(invited, withLink)

export const invitedMutation = (options?: WriteOptions) =>
  write({
    gate: invited,
    declared: { audience: 'customer', permission },
    options,
    actor: actorOf,
    open: withLink,
    recheck: async ({ session }, db) => ({
      session: await recheck(db, session, permission, () =>
        whomToAsk(db, session.organisation.id, permission),
      ),
    }),
  })
