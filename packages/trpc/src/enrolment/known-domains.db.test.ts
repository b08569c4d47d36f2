import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { givenApplication } from '../../testing/applications.ts'
import { givenWorld } from '../../testing/index.ts'

const world = await givenWorld()
const migration = new URL('../../../db/src/core/migrations/0055_known_domains.sql', import.meta.url)

/** A company that has enrolled, with these addresses of its contact and of the admin who enrolled it. */
async function givenEnrolled(contact: string, admin: string, status = 'active') {
  const application = await givenApplication(world, { state: 'active' })
  const { id, applicant } = application
  await world.asOwner('update auth.account set email = $2 where id = $1', [applicant.id, admin])
  await world.asOwner('update organisation set partner_status = $2, partner_number = $3 where id = $1', [
    id,
    status,
    `P${id.slice(-12)}`,
  ])
  await world.asOwner(
    `update partner_profile set contact_email = $2, contact_verified_at = '2026-02-01', before_change = null
    where organisation_id = $1`,
    [id, contact],
  )
  return application
}

const domainsOf = async ({ id }: { id: string }) =>
  (
    await world.asOwner<{ proven: string }>(
      `select proven_by || ' ' || domain as proven from organisation_domain where organisation_id = $1
      order by proven_by`,
      [id],
    )
  ).map(({ proven }) => proven)

const migrated = async () => world.asOwner(await readFile(migration, 'utf8'))

describe('the migration that confirms domains of companies from before', () => {
  test('takes those of the verified contact and of the enrolling admin, never web mail', async () => {
    const operator = await world.operator()
    await world.asOwner(
      `insert into web_mail_domain (domain, added_by, added_at) values ('post.example', $1, now())`,
      [operator.id],
    )
    const own = await givenEnrolled('kim@fabrikam.example', 'ada@fabrikam-cloud.example')
    const webMail = await givenEnrolled('kim@sub.post.example', 'ada@yahoo.co.uk')
    const erased = await givenEnrolled('erased@entente.invalid', 'erased-1@entente.invalid')
    const unverified = await givenEnrolled('kim@contoso.example', 'ada@contoso-it.example')
    const changing = await givenEnrolled('kim@tailspin.example', 'ada@tailspin-it.example')
    const enrolling = await givenEnrolled('kim@wingtip.example', 'ada@wingtip-it.example', 'enrolling')
    await world.asOwner(`update partner_profile set contact_status = 'sent' where organisation_id = $1`, [
      unverified.id,
    ])
    await world.asOwner(
      `update partner_profile p set before_change = to_jsonb(p) - '{before_change,terms}'::text[],
        contact_email = 'kim@elsewhere.example', contact_status = 'sent', contact_verified_at = null
      where organisation_id = $1`,
      [changing.id],
    )
    await world.asOwner('delete from organisation_domain')
    await migrated()
    expect(await domainsOf(own)).toEqual(['admin fabrikam-cloud.example', 'contact fabrikam.example'])
    expect(await domainsOf(webMail)).toEqual([])
    expect(await domainsOf(erased)).toEqual([])
    expect(await domainsOf(unverified)).toEqual(['admin contoso-it.example'])
    expect(await domainsOf(changing)).toEqual(['admin tailspin-it.example', 'contact tailspin.example'])
    expect(await domainsOf(enrolling)).toEqual(['admin wingtip-it.example'])
    const [{ at } = { at: null }] = await world.asOwner<{ at: string | null }>(
      `select confirmed_at::date::text as at from organisation_domain where organisation_id = $1 and proven_by = 'contact'`,
      [own.id],
    )
    expect(at).toBe('2026-02-01')
  })

  test('leaves a domain that was confirmed since', async () => {
    const company = await givenEnrolled('kim@old.example', 'ada@it.example')
    await world.asOwner('delete from organisation_domain where organisation_id = $1', [company.id])
    await world.asOwner(`insert into organisation_domain values ($1, 'contact', 'new.example', now())`, [
      company.id,
    ])
    await migrated()
    expect(await domainsOf(company)).toEqual(['admin it.example', 'contact new.example'])
  })

  test('gives a company the accounts that nobody took up: unused first passwords, and removed people', async () => {
    const [partner, other] = [await world.partner(), await world.partner()]
    const added = (organisationId = partner.id) =>
      world.person({ organisationId, audience: 'partner', roles: ['sales_agent'], passwordHash: 'none' })
    const [unused, used, removed, shared] = [await added(), await added(), await added(), await added()]
    const temporary = (id: string, pastFirst: boolean) =>
      world.asOwner(
        `update auth.credential set temporary_until = now() + interval '9 days', past_first = $2
        where account_id = $1`,
        [id, pastFirst],
      )
    await temporary(unused.id, false)
    await temporary(used.id, true)
    await temporary(shared.id, false)
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values (gen_random_uuid(), $1, 'partner', $2, 'active', '{sales_agent}', now())`,
      [shared.id, other.id],
    )
    await world.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      removed.membershipId,
    ])
    await migrated()
    const rows = await world.asOwner<{ id: string; added_by: string | null }>(
      'select id, added_by from auth.account where id = any($1)',
      [[unused.id, used.id, removed.id, shared.id, partner.person.id]],
    )
    const addedBy = Object.fromEntries(rows.map(({ id, added_by }) => [id, added_by]))
    expect(addedBy).toEqual({
      [unused.id]: partner.id,
      [removed.id]: partner.id,
      [used.id]: null,
      [shared.id]: null,
      [partner.person.id]: null,
    })
  })
})
