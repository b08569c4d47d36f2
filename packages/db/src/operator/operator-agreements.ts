import type { Agreement } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { OperatorDb } from '../core/scopes.ts'

type Version = Pick<Agreement, 'name' | 'version'>

/** A version that was signed: since when, by how many companies, and of how many it is the newest. */
export type SignedVersion = Version & {
  audience: 'partner' | 'customer'
  since: Date
  signed: number
  newest: number
}

/**
 * The versions that partners signed and customers accepted here, or that a seller attested for them; the newest first. A company
 * that signed several counts in each, and once as the newest.
 */
export async function listSignedVersions(db: OperatorDb): Promise<SignedVersion[]> {
  const { rows } = await sql<SignedVersion>`
    select audience, name, version, min(first_at) as since, count(*)::integer as signed,
      count(*) filter (where is_newest)::integer as newest
    from (
      select audience, id, name, version, min(at) as first_at,
        row_number() over (partition by audience, id order by max(at) desc, version desc) = 1 as is_newest
      from (
        select 'partner' as audience, organisation_id as id, name, version, signed_at as at from partner_agreement
        union all select 'customer', customer_id, agreement, version, accepted_at from acceptance
        union all select 'customer', customer_id, agreement, version, attested_at from agreement_attestation
      ) signature group by audience, id, name, version
    ) own group by audience, name, version order by audience desc, since desc, version desc`.execute(db)
  return rows
}

// As `isAgreementDue` decides for one partner: it signed here, and not this version.
const due = ({ name, version }: Version) => sql`
  select partner.id from organisation partner
  where partner.partner_status in ('active', 'suspended')
    and exists (select from partner_agreement signed where signed.organisation_id = partner.id)
    and not exists (select from partner_agreement signed
      where signed.organisation_id = partner.id and signed.name = ${name} and signed.version = ${version})`

/** How many partners have not signed a version yet, and how many of them were asked to. */
export async function countDuePartners(
  db: OperatorDb,
  agreement: Version,
): Promise<{ due: number; asked: number; askedAt: Date | null }> {
  const { rows } = await sql<{ due: number; asked: number; askedAt: Date | null }>`
    select count(*)::integer as due, count(ask.asked_at)::integer as asked, max(ask.asked_at) as asked_at
    from (${due(agreement)}) late left join agreement_ask ask on ask.organisation_id = late.id
      and ask.agreement = ${agreement.name} and ask.version = ${agreement.version}`.execute(db)
  return rows[0] ?? { due: 0, asked: 0, askedAt: null }
}

/** Records that the partners that have not signed a version are asked to; returns those that were not asked before. */
export async function askDuePartners(
  db: OperatorDb,
  agreement: Version,
  askedBy: Id<'account'>,
  now: Date,
): Promise<Id<'organisation'>[]> {
  const { rows } = await sql<{ organisationId: Id<'organisation'> }>`
    insert into agreement_ask (organisation_id, agreement, version, asked_by, asked_at)
    select late.id, ${agreement.name}, ${agreement.version}, ${askedBy}, ${now} from (${due(agreement)}) late
    on conflict do nothing returning organisation_id`.execute(db)
  return rows.map(({ organisationId }) => organisationId)
}

/** The active global admins of partners. */
export async function listGlobalAdmins(
  db: OperatorDb,
  partnerIds: readonly Id<'organisation'>[],
): Promise<{ partnerId: Id<'organisation'>; accountId: Id<'account'> }[]> {
  const { rows } = await sql<{ partnerId: Id<'organisation'>; accountId: Id<'account'> }>`
    select organisation_id as partner_id, account_id from auth.membership
    where organisation_id = any(${[...partnerIds]}::uuid[]) and status = 'active' and 'global_admin' = any(roles)
    order by organisation_id, account_id`.execute(db)
  return rows
}
