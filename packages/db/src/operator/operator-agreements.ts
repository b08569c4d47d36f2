import type { Agreement } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { OperatorDb, Scoped } from '../core/scopes.ts'

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
        union all select 'customer', customer_id, agreement, version, accepted_at from agreement_renewal
        union all select 'customer', customer_id, agreement, version, attested_at from agreement_attestation
      ) signature group by audience, id, name, version
    ) own group by audience, name, version order by audience desc, since desc, version desc`.execute(db)
  return rows
}

// As `isAgreementDue` decides for one company: it signed here, and not this version. A customer also needs a partner that relies on it.
const due = {
  partner: ({ name, version }: Version) => sql`
    select partner.id from organisation partner
    where partner.partner_status in ('active', 'suspended')
      and exists (select from partner_agreement signed where signed.organisation_id = partner.id)
      and not exists (select from partner_agreement signed
        where signed.organisation_id = partner.id and signed.name = ${name} and signed.version = ${version})`,
  customer: ({ name, version }: Version) => sql`
    select signer.id from (
      select customer_id as id, bool_or(agreement = ${name} and version = ${version}) as has_newest from (
        select customer_id, agreement, version from acceptance
        union all select customer_id, agreement, version from agreement_renewal
      ) signature group by customer_id
    ) signer
    where not signer.has_newest
      and exists (select from relationship r where r.customer_id = signer.id and r.status = 'active')`,
}

type Due = { due: number; asked: number; askedAt: Date | null }

/** How many companies have not signed a version yet, and how many of them were asked to. */
export async function countDue(db: OperatorDb, audience: keyof typeof due, agreement: Version): Promise<Due> {
  const { rows } = await sql<Due>`
    select count(*)::integer as due, count(ask.asked_at)::integer as asked, max(ask.asked_at) as asked_at
    from (${due[audience](agreement)}) late left join agreement_ask ask on ask.organisation_id = late.id
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
    select late.id, ${agreement.name}, ${agreement.version}, ${askedBy}, ${now} from (${due.partner(agreement)}) late
    on conflict do nothing returning organisation_id`.execute(db)
  return rows.map(({ organisationId }) => organisationId)
}

/** The active global admins of companies. */
export async function listGlobalAdmins(
  db: Scoped<'operator' | 'keeper'>,
  organisationIds: readonly Id<'organisation'>[],
): Promise<{ organisationId: Id<'organisation'>; accountId: Id<'account'> }[]> {
  const { rows } = await sql<{ organisationId: Id<'organisation'>; accountId: Id<'account'> }>`
    select organisation_id, account_id from auth.membership
    where organisation_id = any(${[...organisationIds]}::uuid[]) and status = 'active' and 'global_admin' = any(roles)
    order by organisation_id, account_id`.execute(db)
  return rows
}
