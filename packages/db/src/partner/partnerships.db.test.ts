// What policies let each side of a partnership do, tried as the role itself, and what the queries say.
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { givenCustomer, givenPartner, givenPartnership } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { asLink, asTenant, type PartnerDb } from '../core/scopes.ts'
import {
  endPartnership,
  findPartnership,
  isPartnershipLive,
  listPartnerships,
  lockLivePartnership,
  lockPartnership,
  reopenPartnership,
  saveAccessRemoved,
} from './partnerships.ts'

const database = await freshDatabase()
type Partner = Awaited<ReturnType<typeof givenPartner>>
const aProvider = (legalName = 'Provider') =>
  givenPartner(database.api, { kind: 'indirect_provider', legalName })
const aReseller = (legalName = 'Reseller') =>
  givenPartner(database.api, { kind: 'indirect_reseller', legalName })

async function aPartnership() {
  const [provider, reseller] = [await aProvider(), await aReseller()]
  const { id, links } = await givenPartnership(database.api, { provider, reseller })
  return { provider, reseller, id, links, sides: { providerId: provider.id, resellerId: reseller.id } }
}

const as = <T>(partner: Partner, work: (db: PartnerDb) => Promise<T>, linkId?: Id<'link'>) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id, linkId },
    work,
  )
const sqlAs = async (partner: Partner, text: string, values: unknown[], linkId?: Id<'link'>) => {
  try {
    const query = CompiledQuery.raw(text, values)
    return String(
      await as(partner, async (db) => Number((await db.executeQuery(query)).numAffectedRows), linkId),
    )
  } catch (error) {
    return (error as { code: string }).code
  }
}
const denied = '42501'

const endedBy = (partner: Partner) => ({
  ...{ endedFor: partner.id, endedBy: partner.person.id },
  ...{ attestationVersion, endedAt: new Date() },
})

test('R-126 both sides read a partnership from its transaction on, and nobody else', async () => {
  const { provider, reseller, sides } = await aPartnership()
  const rival = await aReseller()
  for (const side of [provider, reseller])
    expect(await as(side, (db) => findPartnership(db, sides))).toMatchObject({
      ...sides,
      ...{ status: 'active', hasAdminAccess: true, endedAt: null },
    })
  expect(await as(rival, (db) => findPartnership(db, sides))).toBeUndefined()
  const page = { limit: 10 }
  const of = (partner: Partner, side: 'provider' | 'reseller') =>
    as(partner, (db) => listPartnerships(db, { side, ownId: partner.id }, page))
  expect(await of(provider, 'provider')).toMatchObject({
    count: 1,
    partnerships: [{ other: { id: reseller.id, legalName: 'Reseller', status: 'active' } }],
  })
  expect(await of(reseller, 'reseller')).toMatchObject({ partnerships: [{ other: { id: provider.id } }] })
  expect(await of(reseller, 'provider')).toMatchObject({ count: 0, partnerships: [] })
})

test('a list goes on where its page ends, in the order of names, and finds names', async () => {
  const provider = await aProvider()
  for (const legalName of ['Cedar', 'Aspen', 'Birch'])
    await givenPartnership(database.api, { provider, reseller: await aReseller(legalName) })
  const list = (input: { search?: string; cursor?: string; limit: number }) =>
    as(provider, (db) => listPartnerships(db, { side: 'provider', ownId: provider.id }, input))
  const names = ({ partnerships }: Awaited<ReturnType<typeof list>>) =>
    partnerships.map(({ other }) => other.legalName)
  const first = await list({ limit: 2 })
  expect(names(first)).toEqual(['Aspen', 'Birch'])
  expect(names(await list({ limit: 2, cursor: first.nextCursor ?? '' }))).toEqual(['Cedar'])
  expect(await list({ limit: 2, search: 'cèd' })).toMatchObject({
    count: 3,
    partnerships: [{ other: { legalName: 'Cedar' } }],
  })
})

test('R-121 a partnership is made only by the reseller, under a link that it opened', async () => {
  const [provider, reseller, rival] = [await aProvider(), await aReseller(), await aProvider()]
  const insert = `insert into partnership (id, provider_id, reseller_id, status, since, link_id, authorised_by, consent_version)
    values (gen_random_uuid(), $1, $2, 'active', now(), $3, $4, 'x')`
  const row = [provider.id, reseller.id, provider.links.partnership, reseller.person.id]
  expect(await sqlAs(reseller, insert, row)).toBe(denied)
  expect(await sqlAs(reseller, insert, row, rival.links.partnership)).toBe(denied)
  expect(await sqlAs(provider, insert, row, provider.links.partnership)).toBe(denied)
  const notHers = [...row.slice(0, 3), provider.person.id]
  expect(await sqlAs(reseller, insert, notHers, provider.links.partnership)).toBe(denied)
  expect(await sqlAs(reseller, insert, row, provider.links.partnership)).toBe('1')
})

test('joint links are made only by the reseller of an opened partnership link', async () => {
  const [provider, reseller] = [await aProvider(), await aReseller()]
  const insert = `insert into relationship_link (id, partner_id, provider_id, kind, with_privileges, kid, created_at)
    values (gen_random_uuid(), $1, $2, $3, false, 'k1', now())`
  const open = provider.links.partnership
  expect(await sqlAs(reseller, insert, [reseller.id, provider.id, 'joint'])).toBe(denied)
  expect(await sqlAs(provider, insert, [reseller.id, provider.id, 'joint'], open)).toBe(denied)
  expect(await sqlAs(reseller, insert, [reseller.id, null, 'reseller'], open)).toBe(denied)
  expect(await sqlAs(reseller, insert, [reseller.id, provider.id, 'joint'], open)).toBe('1')
})

test('R-129 only the reseller removes the admin access, and nobody gives it back but under the link', async () => {
  const { provider, reseller, id } = await aPartnership()
  const remove = 'update partnership set access_removed_at = now() where id = $1'
  const giveBack = 'update partnership set access_removed_at = null where id = $1'
  expect(await sqlAs(provider, remove, [id])).toBe(denied)
  expect(await sqlAs(reseller, remove, [id])).toBe('1')
  for (const side of [provider, reseller]) expect(await sqlAs(side, giveBack, [id])).toBe(denied)
  await as(
    reseller,
    (db) =>
      reopenPartnership(db, id, {
        ...{ since: new Date(), authorisedBy: reseller.person.id, consentVersion: 'x' },
        linkId: provider.links.partnership,
      }),
    provider.links.partnership,
  )
  expect(await as(provider, (db) => listPartnerships(db, own(provider), { limit: 1 }))).toMatchObject({
    partnerships: [{ hasAdminAccess: true }],
  })
})
const own = (provider: Partner) => ({ side: 'provider' as const, ownId: provider.id })

test('either side ends a partnership in its own name only, and only the link opens the same row again', async () => {
  for (const ender of ['provider', 'reseller'] as const) {
    const { id, sides, ...parties } = await aPartnership()
    const { provider, reseller } = parties
    const other = ender === 'provider' ? reseller : provider
    const end = (by: Partner, inNameOf: Partner) =>
      as(by, (db) => endPartnership(db, { id, accessRemovedAt: null }, endedBy(inNameOf)))
    await expect(end(parties[ender], other)).rejects.toMatchObject({ code: denied })
    await end(parties[ender], parties[ender])
    for (const side of [provider, reseller]) {
      expect(await as(side, (db) => findPartnership(db, sides))).toMatchObject({
        ...{ id, status: 'removed', hasAdminAccess: false, endedFor: parties[ender].id },
      })
      expect(await as(side, (db) => lockPartnership(db, sides))).toBeUndefined()
    }
    const reopen = "update partnership set status = 'active', ended_at = null where id = $1"
    for (const side of [provider, reseller]) expect(await sqlAs(side, reopen, [id])).toBe('0')
    const open = provider.links.partnership
    expect(await as(reseller, (db) => lockPartnership(db, sides), open)).toMatchObject({ id })
    await as(
      reseller,
      (db) =>
        reopenPartnership(db, id, {
          ...{ since: new Date(), authorisedBy: reseller.person.id, consentVersion: 'x', linkId: open },
        }),
      open,
    )
    expect(await as(provider, (db) => findPartnership(db, sides))).toMatchObject({ id, endedAt: null })
  }
})

test('a partner that opened a link reads its provider and changes nothing there, not even its own status', async () => {
  const { provider, reseller, sides } = await aPartnership()
  await database.asOwner(`update organisation set partner_status = 'suspended' where id = any($1)`, [
    Object.values(sides),
  ])
  const activate = `update organisation set partner_status = 'active' where id = $1`
  for (const { id } of [provider, reseller])
    expect(await sqlAs(reseller, activate, [id], provider.links.partnership)).toMatch(/^0$|^42501$/)
})

test('a customer and a visitor read and lock the partnership of the joint link that they opened, and no other', async () => {
  const { sides, links } = await aPartnership()
  const [elsewhere, customer] = [await aPartnership(), await givenCustomer(database.api)]
  const own = { organisationId: customer.id, audience: 'customer' as const, personId: customer.person.id }
  const scope = { ...own, linkId: links.plain }
  expect(await asTenant(database.api, scope, (db) => lockLivePartnership(db, sides))).toBe(true)
  expect(await asTenant(database.api, scope, (db) => isPartnershipLive(db, elsewhere.sides))).toBe(false)
  expect(await asLink(database.api, links.plain, (db) => isPartnershipLive(db, sides))).toBe(true)
  expect(await asLink(database.api, links.plain, (db) => isPartnershipLive(db, elsewhere.sides))).toBe(false)
})

test('what a customer does under a partnership comes before its end, or not at all', async () => {
  const { id, provider, sides, links } = await aPartnership()
  const customer = await givenCustomer(database.api)
  const order: string[] = []
  const held = Promise.withResolvers<void>()
  const accepting = asTenant(
    database.api,
    { organisationId: customer.id, audience: 'customer', personId: customer.person.id, linkId: links.plain },
    async (db) => {
      await lockLivePartnership(db, sides)
      held.resolve()
      await new Promise((resolve) => setTimeout(resolve, 100))
      order.push('accepted')
    },
  )
  await held.promise
  await as(provider, async (db) => {
    await endPartnership(db, { id, accessRemovedAt: null }, endedBy(provider))
    order.push('ended')
  })
  await accepting
  expect(order).toEqual(['accepted', 'ended'])
})

test('a customer never opens the link of a provider for its resellers', async () => {
  const [provider, customer] = [await aProvider(), await givenCustomer(database.api)]
  const count = await asTenant(
    database.api,
    {
      ...{ organisationId: customer.id, audience: 'customer', personId: customer.person.id },
      linkId: provider.links.partnership,
    },
    (db) => db.selectFrom('relationshipLink').select('id').execute(),
  )
  expect(count).toEqual([])
})

test('an act on a partnership is recorded in the other side’s chain, and no other act is', async () => {
  const { provider, reseller } = await aPartnership()
  const rival = await aProvider()
  const record = `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload,
    payload_digest, occurred_at) values (gen_random_uuid(), $1, gen_random_uuid(), 'person', $2, '{}', $3, '{}', '\\x00', now())`
  const by = reseller.person.id
  expect(await sqlAs(reseller, record, [provider.id, by, 'partnership.removed'])).toBe('1')
  expect(await sqlAs(reseller, record, [provider.id, by, 'user.created'])).toBe(denied)
  expect(await sqlAs(reseller, record, [rival.id, by, 'partnership.removed'])).toBe(denied)
})

test('an access that was removed stays removed at the end of the partnership', async () => {
  const { id, reseller, sides } = await aPartnership()
  const at = new Date('2026-01-01T00:00:00Z')
  await as(reseller, (db) => saveAccessRemoved(db, id, at))
  await as(reseller, (db) => endPartnership(db, { id, accessRemovedAt: at }, endedBy(reseller)))
  expect(await as(reseller, (db) => findPartnership(db, sides))).toMatchObject({ accessRemovedAt: at })
})
