import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { claimKey, saveResult } from '@entente/db/core/idempotency'
import { type AuthDb, actAs, asAuth, asTenant, type Scoped } from '@entente/db/core/scopes'
import { listPeopleWithRole, lockRoles } from '@entente/db/identity/people'
import type { Session } from '@entente/db/identity/sessions'
import type { ActorKey } from '@entente/domain/core/actor'
import type { Id } from '@entente/domain/core/id'
import { isOpenTo, may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Refusal } from '@entente/domain/refusal'
import type { Context } from './context.ts'
import { keyless } from './keyless.ts'
import { read } from './read.ts'
import { type QueryOptions, readingFrom } from './reading-from.ts'
import { refusalOf, refused } from './refused.ts'
import { procedure } from './trpc.ts'
import { type WriteOptions, write } from './write.ts'

export type TenantSession<A extends 'partner' | 'customer'> = Session & {
  audience: A
  organisation: NonNullable<Session['organisation']>
}
export type PartnerSession = TenantSession<'partner'>

/** Open to everybody. It opens no transaction. */
export const publicProcedure = procedure

/** A mutation that is open to everybody, and why it takes no idempotency key. It opens its own transactions. */
export const publicMutation = (why: string) =>
  keyless(procedure, { audience: 'public', permission: null, why })

/** Any signed-in person, at any audience. */
export const sessionProcedure = procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw refused({ code: 'not_signed_in' })
  return next({ ctx: { session: ctx.session } })
})

/** As `sessionProcedure`, for a mutation, and why it takes no idempotency key. */
export const sessionMutation = (why: string) =>
  keyless(sessionProcedure, { audience: 'session', permission: null, why })

/** The transaction of a write to accounts, for the owner of its key. */
export const inIdentity = <T>(
  { database, session }: Pick<Context, 'database' | 'session'>,
  _input: unknown,
  work: (db: AuthDb) => Promise<T>,
  owner: ActorKey,
): Promise<T> =>
  asAuth(database, owner, async (db) => {
    // A visitor's write may be a signed-in person's; its key belongs to the address all the same.
    if (session && owner !== session.account.id) await actAs(db, session.account.id)
    return work(db)
  })

const visitorWrite = <const Secret extends string = never>(options?: WriteOptions<Secret>) =>
  write({
    gate: procedure,
    declared: { audience: 'public', permission: null },
    options,
    actor: () => ({ kind: 'person', accountId: null, roles: [] }),
    open: inIdentity,
  })

/** A write before sign-in; its idempotency key belongs to the visitor's hashed address. */
export const visitorMutation = visitorWrite()

/** A visitor's write that also signs in: session and link are handed out once, since no token is ever stored. */
export const signingInMutation = visitorWrite({ secrets: ['session', 'invitation'] })

const ownAccount = (options?: WriteOptions) =>
  write({
    gate: sessionProcedure,
    declared: { audience: 'session', permission: null },
    options,
    actor: actorOf,
    open: inIdentity,
  })

/** A signed-in person's write to their own account. */
export const ownAccountMutation = ownAccount()
/** As `ownAccountMutation`, after the person confirmed who they are. */
export const freshAccountMutation = ownAccount({ fresh: true })

/** People of one audience who have a permission. A refusal of anybody else is recorded. */
export const permitted = <S extends Session>(audience: S['audience'], permission: Permission) =>
  procedure.use(async ({ ctx, next, path }) => {
    const { session } = ctx
    if (session?.audience !== audience || (audience !== 'operator' && !session.organisation))
      throw refused({ code: 'not_signed_in' })
    if (!may(audience, session.roles, permission)) {
      const refusal = isOfCustomer(session)
        ? await inTenant(ctx, session, undefined, (db) => whomToAsk(db, session.organisation.id, permission))
        : missing(permission)
      await recordRefusal(ctx, session, refusal, path)
      throw refused(refusal)
    }
    if (audience === 'partner' && !isOpenTo(permission, session.organisation?.partnerStatus ?? null))
      throw refused({ code: 'partner_not_enrolled' })
    // Checked above: the audience fits, and a partner or customer has an organisation.
    const result = await next({ ctx: { session: session as S } })
    const refusal = result.ok ? undefined : refusalOf(result.error)
    if (refusal?.code === 'missing_permission' || (refusal && 'admins' in refusal))
      await recordRefusal(ctx, session, refusal, path)
    return result
  })

/** A customer's person, who is told whom to ask. */
const isOfCustomer = (session: Session): session is TenantSession<'customer'> =>
  session.audience === 'customer' && session.organisation !== null

const missing = (permission: Permission) =>
  ({ code: 'missing_permission', permission, roles: rolesFor(permission) }) as const

/**
 * The session with the person's roles as they are now and stay until the transaction ends: a role that was taken away
 * after the request began no longer decides.
 */
export async function recheck<A extends 'partner' | 'customer'>(
  db: Scoped<'partner' | 'customer' | 'auth'>,
  session: TenantSession<A>,
  permission: Permission,
  refusal: () => Refusal | Promise<Refusal> = () => missing(permission),
): Promise<TenantSession<A>> {
  const roles = await lockRoles(db, session.membershipId)
  if (!may(session.audience, roles, permission)) throw refused(await refusal())
  return { ...session, roles }
}

/** The refusal that names the people who have the permission. */
export async function whomToAsk(
  db: Scoped<'partner' | 'customer' | 'auth'>,
  organisationId: Id<'organisation'>,
  permission: Permission,
) {
  const roles = rolesFor(permission)
  const admins = await listPeopleWithRole(db, organisationId, ...roles)
  return {
    code: roles.includes('relationship_manager') ? ('not_decider' as const) : ('not_global_admin' as const),
    admins: admins.map(({ name, email }) => ({ name, email })),
  }
}

const inOwnTenant =
  <A extends 'partner' | 'customer'>(options: QueryOptions = {}) =>
  <T>(
    ctx: Pick<Context, 'database'> & { session: TenantSession<A> },
    _input: unknown,
    work: (db: Scoped<A>) => Promise<T>,
  ): Promise<T> =>
    readingFrom(options, ctx, (database) =>
      asTenant(database, { ...tenantOf(ctx.session), isReading: options.from === 'replica' }, work),
    )

/** A read in the tenant's own transaction. */
const tenantQuery = <A extends 'partner' | 'customer'>(
  audience: A,
  permission: Permission,
  options: QueryOptions,
) => read(permitted<TenantSession<A>>(audience, permission), inOwnTenant<A>(options))

/** A write in the tenant's own transaction, at most once per idempotency key. */
const tenantMutation = <A extends 'partner' | 'customer', const Secret extends string>(
  audience: A,
  permission: Permission,
  options: WriteOptions<Secret> | undefined,
) =>
  write({
    gate: permitted<TenantSession<A>>(audience, permission),
    declared: { audience, permission },
    options,
    actor: actorOf,
    open: inOwnTenant<A>(),
    recheck: async ({ session }, db) => ({
      session: await recheck(db, session, permission, () =>
        isOfCustomer(session) ? whomToAsk(db, session.organisation.id, permission) : missing(permission),
      ),
    }),
  })

export const partnerQuery = (permission: Permission, options: QueryOptions = {}) =>
  tenantQuery('partner', permission, options)
export const partnerMutation = <const Secret extends string = never>(
  permission: Permission,
  options?: WriteOptions<Secret>,
) => tenantMutation('partner', permission, options)
export const customerQuery = (permission: Permission) => tenantQuery('customer', permission, {})
export const customerMutation = <const Secret extends string = never>(
  permission: Permission,
  options?: WriteOptions<Secret>,
) => tenantMutation('customer', permission, options)

/** For a procedure that opens the tenant's transactions itself, because it calls another server in between. */
export const partnerProcedure = (permission: Permission, options: { why: string; fresh?: boolean }) =>
  keyless(permitted<PartnerSession>('partner', permission), { audience: 'partner', permission, ...options })

export const tenantOf = <A extends 'partner' | 'customer'>({
  organisation,
  audience,
  account,
}: TenantSession<A>) => ({
  organisationId: organisation.id,
  audience,
  personId: account.id,
})

/** Runs work in the transaction of a tenant's person; `linkId` is the link whose token came with the request. */
export const inTenant = <A extends 'partner' | 'customer', T>(
  { database }: Pick<Context, 'database'>,
  session: TenantSession<A>,
  linkId: Id<'link'> | undefined,
  work: (db: Scoped<A>) => Promise<T>,
): Promise<T> => asTenant(database, { ...tenantOf(session), linkId }, work)

/** Who acts, as audit records name them. */
export function actorOf({ requestId, session }: Pick<Context, 'requestId' | 'session'>) {
  const roles = session?.roles ?? []
  return { kind: 'person' as const, requestId, accountId: session?.account.id ?? null, roles }
}

/**
 * Records a missing permission in a transaction of its own, because the refused one rolls back: once per person, procedure
 * and hour, so that nobody can fill the audit by asking again and again.
 */
export const recordRefusal = (
  ctx: Pick<Context, 'database' | 'requestId' | 'now'>,
  session: Session,
  refusal: Refusal,
  procedure: string,
): Promise<void> =>
  asAuth(ctx.database, session.account.id, async (db) => {
    const hour = {
      ...{ actor: session.account.id, procedure: `refused ${procedure}` },
      ...{ key: keyOfHour(ctx.now), inputHashes: [Buffer.alloc(0)] as const },
    }
    if ((await claimKey(db, hour)).kind !== 'new') return
    await saveResult(db, hour, null, ctx.now)
    const payload = {
      ...{ code: refusal.code, procedure },
      ...('permission' in refusal && { permission: refusal.permission }),
    }
    await insertAudit(
      db,
      actorOf({ requestId: ctx.requestId, session }),
      [{ organisationId: session.organisation?.id ?? instanceChain, action: 'permission.refused', payload }],
      ctx.now,
    )
  })

/** A UUID whose digits name the hour. */
const keyOfHour = (now: Date): string =>
  `00000000-0000-4000-8000-00${now.toISOString().slice(0, 13).replace(/\D/g, '')}`
