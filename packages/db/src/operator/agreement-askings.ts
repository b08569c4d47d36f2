import type { Agreement } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { KeeperDb, OperatorDb } from '../core/scopes.ts'

type Version = Pick<Agreement, 'name' | 'version'>

/** How far the worker has come in asking the customers for one version. */
export type AgreementAsking = {
  id: Id<'asking'>
  agreement: string
  version: string
  askedBy: Id<'account'>
  total: number
  takenTo: Id<'organisation'>
  customers: number
  mails: number
}

/** Begins to ask; returns false while the customers are being asked for this version already. */
export async function insertAsking(
  db: OperatorDb,
  asking: Pick<AgreementAsking, 'id' | 'agreement' | 'version' | 'askedBy' | 'total'>,
  now: Date,
): Promise<boolean> {
  const inserted = await db
    .insertInto('agreementAsking')
    .values({ ...asking, askedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** How far the customers are asked for a version, while they are. */
export const findRunningAsking = (db: OperatorDb, { name, version }: Version) =>
  db
    .selectFrom('agreementAsking')
    .select(['total', 'customers'])
    .where('agreement', '=', name)
    .where('version', '=', version)
    .where('endedAt', 'is', null)
    .executeTakeFirst()

/** Locks an asking that runs, so that one step at a time goes on. */
export const lockAsking = (db: KeeperDb, id: Id<'asking'>): Promise<AgreementAsking | undefined> =>
  db
    .selectFrom('agreementAsking')
    .select(['id', 'agreement', 'version', 'askedBy', 'total', 'takenTo', 'customers', 'mails'])
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst() as Promise<AgreementAsking | undefined>

export const saveAsking = (
  db: KeeperDb,
  id: Id<'asking'>,
  changes: Partial<Pick<AgreementAsking, 'takenTo' | 'customers' | 'mails'>> & { endedAt?: Date },
): Promise<unknown> => db.updateTable('agreementAsking').set(changes).where('id', '=', id).execute()

/**
 * Looks at the next customers that ever signed, and records that those are asked that have not signed the version, have a partner that
 * relies on it and were not asked before. Returns them, and the last one that was looked at; undefined behind the last.
 */
export async function askNextCustomers(
  db: KeeperDb,
  { agreement, version, askedBy, takenTo }: AgreementAsking,
  { now, limit }: { now: Date; limit: number },
): Promise<{ takenTo: Id<'organisation'>; asked: Id<'organisation'>[] } | undefined> {
  const next = (table: 'acceptance' | 'agreement_renewal') => sql`
    (select distinct customer_id from ${sql.table(table)} where customer_id > ${takenTo}
      order by customer_id limit ${limit})`
  const hasSigned = (table: 'acceptance' | 'agreement_renewal') => sql`
    exists (select from ${sql.table(table)} signed where signed.customer_id = signer.customer_id
      and signed.agreement = ${agreement} and signed.version = ${version})`
  const { rows } = await sql<{ takenTo: Id<'organisation'> | null; asked: Id<'organisation'>[] }>`
    with signer as materialized (
      select customer_id from (${next('acceptance')} union ${next('agreement_renewal')}) both_tables
      order by customer_id limit ${limit}
    ), asked as (
      insert into agreement_ask (organisation_id, agreement, version, asked_by, asked_at)
      select customer_id, ${agreement}, ${version}, ${askedBy}, ${now} from signer
      where not ${hasSigned('acceptance')} and not ${hasSigned('agreement_renewal')}
        and exists (select from relationship r where r.customer_id = signer.customer_id and r.status = 'active')
      on conflict do nothing returning organisation_id
    )
    select (select customer_id from signer order by customer_id desc limit 1) as taken_to,
      array(select organisation_id from asked) as asked`.execute(db)
  const [step] = rows
  return step?.takenTo ? { takenTo: step.takenTo, asked: step.asked } : undefined
}
