import { type ActorKey, accountOf } from '@entente/domain/core/actor'
import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import { sql, type Transaction } from 'kysely'
import { inTransaction } from './batch.ts'
import { type Database, engineOf } from './database.ts'
import { sentAhead } from './prepared.ts'
import type { DB } from './schema.gen.ts'
import { type Places, statement } from './statement.ts'

export type Scope =
  | 'partner'
  | 'customer'
  | 'delegate'
  | 'link'
  | 'visitor'
  | 'watcher'
  | 'auth'
  | 'inbound'
  | 'relay'
  | 'sealer'
  | 'keeper'
  | 'partitioner'
  | 'indexer'
  | 'biller'
  | 'rekeyer'
  | 'operator'

/** A transaction with the rights of one scope, or of one of several where a function serves them all. */
export type Scoped<S extends Scope> = Transaction<DB> & { readonly scope: S }

/** Whether a transaction is in one of these scopes, for a function that serves several and does more in some. */
export const isIn = <S extends Scope, Some extends S>(db: Scoped<S>, ...scopes: Some[]): db is Scoped<Some> =>
  scopes.some((scope) => scope === db.scope)

export type PartnerDb = Scoped<'partner'>
export type CustomerDb = Scoped<'customer'>
export type DelegateDb = Scoped<'delegate'>
export type LinkDb = Scoped<'link'>
export type VisitorDb = Scoped<'visitor'>
export type WatcherDb = Scoped<'watcher'>
export type AuthDb = Scoped<'auth'>
export type InboundDb = Scoped<'inbound'>
export type RelayDb = Scoped<'relay'>
export type SealerDb = Scoped<'sealer'>
export type KeeperDb = Scoped<'keeper'>
export type PartitionerDb = Scoped<'partitioner'>
export type IndexerDb = Scoped<'indexer'>
export type BillerDb = Scoped<'biller'>
export type RekeyerDb = Scoped<'rekeyer'>
export type OperatorDb = Scoped<'operator'>

type Settings = {
  tenantId?: Id<'organisation'> | undefined
  linkId?: Id<'link'> | undefined
  /** Who owns the idempotency keys of this transaction. */
  actor?: ActorKey | undefined
  /** The account that acts: audit records can name no other. */
  account?: Id<'account'> | null | undefined
  /** Whether the database refuses to write in it: then its end costs nothing. */
  isReading?: boolean | undefined
}

export type Tenant<A extends Exclude<Audience, 'operator'> = Exclude<Audience, 'operator'>> = {
  organisationId: Id<'organisation'>
  audience: A
  personId: Id<'account'> | null
  /** The link whose token was verified for this request, when a customer acts on one. */
  linkId?: Id<'link'> | undefined
} & Pick<Settings, 'isReading'>

/** A partner's or customer's own rows, and nothing of any other tenant (S1, S2). */
export const asTenant = <A extends 'partner' | 'customer', T>(
  database: Database,
  { organisationId, audience, personId, linkId, isReading }: Tenant<A>,
  work: (db: Scoped<A>) => Promise<T>,
): Promise<T> =>
  inScope(
    database,
    audience,
    { tenantId: organisationId, linkId, actor: personId ?? undefined, account: personId, isReading },
    work,
  )

/** As `asTenant`, within `readTogether`. */
export type ReadAs = <A extends 'partner' | 'customer', T>(
  tenant: Pick<Tenant<A>, 'organisationId' | 'audience'>,
  read: (db: Scoped<A>) => Promise<T>,
) => Promise<T>

/**
 * Reads of several tenants in one transaction, which writes nothing. Each statement runs in the scope of its own tenant, and sees
 * as much as in a transaction of its own.
 */
export const readTogether = <T>(database: Database, work: (readAs: ReadAs) => Promise<T>): Promise<T> =>
  inTransaction(engineOf(database), { isReading: true }, (viewFrom) =>
    work(({ organisationId: tenantId, audience }, read) =>
      read(Object.assign(viewFrom(entryOf(audience, { tenantId })), { scope: audience })),
    ),
  )

/** What a provider's admin agents may read in the accounts of its resellers, where these let them. */
export const asDelegate = <T>(
  database: Database,
  { organisationId: tenantId, personId }: Pick<Tenant, 'organisationId' | 'personId'>,
  work: (db: DelegateDb) => Promise<T>,
): Promise<T> => inScope(database, 'delegate', { tenantId, account: personId }, work)

/** The partner cards of the parties that a verified link names, nothing else. */
export const asLink = <T>(
  database: Database,
  linkId: Id<'link'>,
  work: (db: LinkDb) => Promise<T>,
): Promise<T> => inScope(database, 'link', { linkId }, work)

/** What everybody may read: the directory of providers. */
export const asVisitor = <T>(database: Database, work: (db: VisitorDb) => Promise<T>): Promise<T> =>
  inScope(database, 'visitor', {}, work)

/** Whether lists of partners changed, for the pages that show them: no name, no address. */
export const asWatcher = <T>(database: Database, work: (db: WatcherDb) => Promise<T>): Promise<T> =>
  inScope(database, 'watcher', {}, work)

/**
 * Accounts, sessions and one-time links; may create an organisation with its first membership. The account that acts is the
 * actor's, until `actAs` names the one that the work finds or creates.
 */
export const asAuth = <T>(
  database: Database,
  actor: ActorKey | null,
  work: (db: AuthDb) => Promise<T>,
): Promise<T> => inScope(database, 'auth', { actor: actor ?? undefined, account: accountOf(actor) }, work)

/** Records what arrives from outside, such as a provider's webhook, and a job for it; reads nothing. */
export const asInbound = <T>(database: Database, work: (db: InboundDb) => Promise<T>): Promise<T> =>
  inScope(database, 'inbound', {}, work)

/** Outbox and mail deliveries: no tenant data. */
export const asRelay = <T>(database: Database, work: (db: RelayDb) => Promise<T>): Promise<T> =>
  inScope(database, 'relay', {}, work)

/** Reads audit records, appends seals. */
export const asSealer = <T>(database: Database, work: (db: SealerDb) => Promise<T>): Promise<T> =>
  inScope(database, 'sealer', {}, work)

/** Deletes what has been kept long enough, erases people. */
export const asKeeper = <T>(database: Database, work: (db: KeeperDb) => Promise<T>): Promise<T> =>
  inScope(database, 'keeper', {}, work)

/** Has the coming weeks of the outbox made, and sees nothing. */
export const asPartitioner = <T>(database: Database, work: (db: PartitionerDb) => Promise<T>): Promise<T> =>
  inScope(database, 'partitioner', {}, work)

/** Reads names, writes what lists sort and search by. */
export const asIndexer = <T>(database: Database, work: (db: IndexerDb) => Promise<T>): Promise<T> =>
  inScope(database, 'indexer', {}, work)

/** Reads what was ordered, writes statements. */
export const asBiller = <T>(database: Database, work: (db: BillerDb) => Promise<T>): Promise<T> =>
  inScope(database, 'biller', {}, work)

/** Moves what is sealed or signed with one key to another: for `entente keys`. */
export const asRekeyer = <T>(database: Database, work: (db: RekeyerDb) => Promise<T>): Promise<T> =>
  inScope(database, 'rekeyer', {}, work)

export const asOperator = <T>(
  database: Database,
  personId: Id<'account'>,
  work: (db: OperatorDb) => Promise<T>,
): Promise<T> => inScope(database, 'operator', { actor: personId, account: personId }, work)

// Role and settings end with the transaction. One statement sets them all, and is sent with the first one of `work`.
const inScope = <S extends Scope, T>(
  database: Database,
  scope: S,
  settings: Settings,
  work: (db: Scoped<S>) => Promise<T>,
): Promise<T> =>
  inTransaction(engineOf(database), { isReading: settings.isReading ?? false }, (viewFrom) =>
    work(Object.assign(viewFrom(entryOf(scope, settings)), { scope })),
  )

const entryOf = (scope: Scope, { tenantId, linkId, actor, account }: Settings) =>
  enter({
    role: `entente_${scope}`,
    tenant: tenantId ?? '',
    link: linkId ?? '',
    actor: actor ?? '',
    account: account ?? '',
  })

type Entry = { role: string; tenant: string; link: string; actor: string; account: string }
const enter = statement(
  (_, { role, tenant, link, actor, account }: Places<Entry>) => sql`${sql.raw(sentAhead)}
    select set_config('role', ${role}, true), set_config('app.tenant_id', ${tenant}, true),
      set_config('app.link_id', ${link}, true), set_config('app.actor', ${actor}, true),
      set_config('app.account_id', ${account}, true)`,
)

/** From here on, the customer acts in the transaction on this link, which it was handed as its partner's. */
export const actOn = (db: CustomerDb, link: Id<'link'>): Promise<unknown> =>
  sql`select set_config('app.link_id', ${link}, true)`.execute(db)

/** From here on, this account acts in the transaction: its password or link came with the request. */
export const actAs = (db: AuthDb, account: Id<'account'>): Promise<unknown> =>
  sql`select set_config('app.account_id', ${account}, true)`.execute(db)
