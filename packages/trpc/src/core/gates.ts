import { hashAddress } from '@entente/auth/keyed-hash'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { asAuth, asTenant, type Scoped } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import { isOpenTo, may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Refusal } from '@entente/domain/refusal'
import type { Context } from './context.ts'
import { firstAnswerIfRepeated, keyed, once, type Step, writeOnce } from './once.ts'
import { refusalOf, refused } from './refused.ts'
import { freshlyAuthenticated } from './step-up.ts'
import { t } from './trpc.ts'

export type TenantSession<A extends 'partner' | 'customer'> = Session & {
  audience: A
  organisation: NonNullable<Session['organisation']>
}

export const passThrough = t.middleware(({ next }) => next())

/** Open to everybody. It opens no transaction. */
export const publicProcedure = t.procedure

/** Any signed-in person, at any audience. */
export const sessionProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw refused({ code: 'not_signed_in' })
  return next({ ctx: { session: ctx.session } })
})

const permitted = <A extends 'partner' | 'customer'>(audience: A, permission: Permission) =>
  t.procedure.use(async ({ ctx, next }) => {
    const { session } = ctx
    if (session?.audience !== audience || !session.organisation) throw refused({ code: 'not_signed_in' })
    if (!may(audience, session.roles, permission)) {
      const refusal = { code: 'missing_permission', permission, roles: rolesFor(permission) } as const
      await recordRefusal(ctx, session, refusal)
      throw refused(refusal)
    }
    if (audience === 'partner' && !isOpenTo(permission, session.organisation.partnerStatus))
      throw refused({ code: 'partner_not_enrolled' })
    // Checked above: the audience fits, and a partner or customer has an organisation.
    return next({ ctx: { session: session as TenantSession<A> } })
  })

/** A read in the tenant's own transaction. */
const tenantQuery = <A extends 'partner' | 'customer'>(audience: A, permission: Permission) =>
  permitted(audience, permission).use(({ ctx, next }) =>
    inTenant(ctx, ctx.session as TenantSession<A>, undefined, (db) => next({ ctx: { db } })),
  )

/**
 * What a write needs beyond its permission. `fresh`: the person confirmed recently who they are. `secrets`: the fields
 * of the answer that are shown once; a repeat of the key gets `shown_once` instead.
 */
export type WriteOptions = { fresh?: boolean; secrets?: readonly string[] }

/** A write in the tenant's own transaction, at most once per idempotency key. */
const tenantMutation = <A extends 'partner' | 'customer'>(
  audience: A,
  permission: Permission,
  options: WriteOptions = {},
) =>
  permitted(audience, permission)
    .use(options.fresh ? freshlyAuthenticated : passThrough)
    .input(keyed)
    .use(({ ctx, next, path, input, getRawInput }) => {
      const session = ctx.session as TenantSession<A>
      return inTenant(ctx, session, undefined, async (db) => {
        const raw = await getRawInput()
        const claim = { actor: session.account.id, path, key: input.idempotencyKey, raw }
        return once(ctx, db, claim, () => next({ ctx: { db } }), options.secrets)
      })
    })

export type PartnerSession = TenantSession<'partner'>

/** For a procedure that opens the tenant's transaction itself, because it calls another server first. */
export const partnerProcedure = (permission: Permission) => permitted('partner', permission)

export const partnerQuery = (permission: Permission) => tenantQuery('partner', permission)
export const partnerMutation = (permission: Permission, options?: WriteOptions) =>
  tenantMutation('partner', permission, options)
export const customerQuery = (permission: Permission) => tenantQuery('customer', permission)
export const customerMutation = (permission: Permission, options?: WriteOptions) =>
  tenantMutation('customer', permission, options)

/**
 * Ten unknown links a minute from one address, then 429 (S4). Counts after the procedure's own transaction. A genuine
 * link is always served, so that a neighbour's guesses lock nobody out.
 */
export const limitGuessing = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  const code = result.ok ? undefined : refusalOf(result.error)?.code
  if (code !== 'link_unknown' && code !== 'one_time_link_unknown') return result
  const wait = await ctx.limits.count(
    'unknownLinkOfAddress',
    hashAddress(ctx.keyring.session, ctx.clientAddress),
  )
  if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
  return result
})

export const tenantOf = <A extends 'partner' | 'customer'>({
  organisation,
  audience,
  account,
}: TenantSession<A>) => ({
  organisationId: organisation.id,
  audience,
  personId: account.id,
})

/** Runs the rest of a procedure in the tenant's transaction. tRPC returns errors, and only a throw rolls back. */
export const inTenant = <A extends 'partner' | 'customer', R extends Step>(
  ctx: Context,
  session: TenantSession<A>,
  linkId: Id<'link'> | undefined,
  step: (db: Scoped<A>) => Promise<R>,
): Promise<R> =>
  asTenant(ctx.database, { ...tenantOf(session), linkId }, async (db) => {
    const result = await step(db)
    if (!result.ok) throw result.error
    return result
  })

/** A write before sign-in; its idempotency key belongs to the visitor's hashed address. */
export const visitorMutation = t.procedure
  .input(keyed)
  .use(async ({ ctx, next, path, input, getRawInput }) => {
    const actor = `address:${hashAddress(ctx.keyring.session, ctx.clientAddress)}`
    const claim = { actor, path, key: input.idempotencyKey }
    const result = await next({ ctx: { write: writeOnce(ctx, claim, getRawInput) } })
    return firstAnswerIfRepeated(ctx, { ...claim, raw: await getRawInput() }, result)
  })

/** A signed-in person's write to their own account. */
export const ownAccountMutation = sessionProcedure
  .input(keyed)
  .use(async ({ ctx, next, path, input, getRawInput }) => {
    const claim = { actor: ctx.session.account.id, path, key: input.idempotencyKey }
    const result = await next({ ctx: { write: writeOnce(ctx, claim, getRawInput) } })
    return firstAnswerIfRepeated(ctx, { ...claim, raw: await getRawInput() }, result)
  })

/** Who acts, as audit records name them. */
export const actorOf = ({ requestId, session }: Pick<Context, 'requestId' | 'session'>) => ({
  requestId,
  accountId: session?.account.id ?? null,
  roles: session?.roles ?? [],
})

/** Records a missing permission in a transaction of its own, because the refused one rolls back. */
export const recordRefusal = (ctx: Context, session: Session, refusal: Refusal): Promise<void> =>
  asAuth(ctx.database, session.account.id, (db) =>
    insertAudit(
      db,
      actorOf({ requestId: ctx.requestId, session }),
      [
        {
          organisationId: session.organisation?.id ?? instanceChain,
          action: 'permission.refused',
          payload: { code: refusal.code, ...('permission' in refusal && { permission: refusal.permission }) },
        },
      ],
      ctx.clock(),
    ),
  )
