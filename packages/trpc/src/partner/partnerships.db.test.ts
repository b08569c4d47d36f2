import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import { consentVersion } from '@entente/domain/partner/partnership'
import { describe, expect, test } from 'vitest'
import { givenWorld, partnershipTokenOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const consent = { given: true, version: consentVersion }
const attestation = { given: true, version: attestationVersion }

const aProvider = (legalName = 'Fabrikam Distribution') =>
  world.partner({ legalName, kind: 'indirect_provider' })
const aReseller = (legalName = 'Contoso Resale') => world.partner({ legalName, kind: 'indirect_reseller' })
type Partner = Awaited<ReturnType<typeof aProvider>>
const api = async (partner: Partner) => (await world.as(partner.person)).partnerships
const authorise = async (reseller: Partner, provider: Partner) =>
  (await api(reseller)).authorise({ token: partnershipTokenOf(provider), consent, ...once() })

async function partners() {
  const [provider, reseller] = [await aProvider(), await aReseller()]
  const { id } = await authorise(reseller, provider)
  return { provider, reseller, id }
}
const chainOf = async ({ id }: { id: Id<'organisation'> }) =>
  world.asOwner<{ action: string; payload: Record<string, unknown> }>(
    `select action, payload from audit_record where organisation_id = $1 and action like 'partnership.%' order by id`,
    [id],
  )
const otherNames = async (partner: Partner) =>
  (await (await api(partner)).list({})).partnerships.map(({ other }) => other.legalName)

describe('a provider’s link', () => {
  test('R-122 names the provider to the reseller that has it, and nothing opens for a made-up one', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    const own = await api(reseller)
    expect(await own.review({ token: partnershipTokenOf(provider) })).toMatchObject({
      provider: { legalName: 'Fabrikam Distribution', country: 'DE' },
    })
    expect(await refusalFrom(own.review({ token: tokenOf(provider) }))).toEqual({ code: 'link_unknown' })
  })

  test('a customer cannot use it, as if it did not exist', async () => {
    const [provider, customer] = [await aProvider(), await world.customer()]
    const token = partnershipTokenOf(provider)
    const { invitation } = await world.as(customer.person)
    expect(await refusalFrom(invitation.card({ token }))).toEqual({ code: 'link_unknown' })
    expect(await refusalFrom(invitation.review({ token }))).toEqual({ code: 'link_unknown' })
  })

  test('§4.5 opens only while the provider is active, and not once it was revoked', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    const token = partnershipTokenOf(provider)
    await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [provider.id])
    const notActive = { code: 'partner_not_active' }
    expect(await refusalFrom((await api(reseller)).review({ token }))).toEqual(notActive)
    expect(await refusalFrom(authorise(reseller, provider))).toEqual(notActive)
    await world.asOwner(`update organisation set partner_status = 'active' where id = $1`, [provider.id])
    await world.asOwner('update relationship_link set version = 2 where id = $1', [
      provider.links.partnership,
    ])
    expect(await refusalFrom(authorise(reseller, provider))).toEqual({ code: 'link_revoked' })
  })

  test('R-121 is none of a reseller’s: only an indirect reseller authorises with it', async () => {
    const provider = await aProvider()
    for (const kind of ['direct_bill', 'indirect_provider'] as const) {
      const other = await world.partner({ kind })
      expect(await refusalFrom(authorise(other, provider))).toEqual({ code: 'wrong_partner_kind' })
      expect(await (await api(other)).review({ token: partnershipTokenOf(provider) })).toMatchObject({
        refusal: { code: 'wrong_partner_kind' },
      })
    }
  })
})

describe('inviting', () => {
  test('R-121 M-07 the provider’s draft has its link for resellers, says what the partnership gives, and is sent like a request', async () => {
    const provider = await aProvider()
    const { relationshipRequest } = await world.as(provider.person)
    const { paragraphs, subject, link, to, ...draft } = await relationshipRequest.draft({ to: 'resellers' })
    expect(link).toMatch(new RegExp(`/partnership/${partnershipTokenOf(provider)}$`))
    expect(subject).toContain('Fabrikam Distribution')
    expect(paragraphs.map(({ text }) => text).join()).toContain('administrator access to your account')
    const { templateVersion, language, withPrivileges } = draft
    const posted = {
      ...{ templateVersion, language, withPrivileges, subject, link, to },
      paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
    }
    const sent = await relationshipRequest.send({
      draft: posted,
      recipients: ['ada@resale.example'],
      ...once(),
    })
    expect(await relationshipRequest.get({ id: sent.id })).toMatchObject({ link })
  })

  test('R-121 nobody but a provider has such a link, and only the roles that may invite', async () => {
    const ask = { to: 'resellers' as const }
    const reseller = (await world.as((await aReseller()).person)).relationshipRequest
    expect(await refusalFrom(reseller.draft(ask))).toEqual({ code: 'feature_off' })
    const { id: organisationId } = await aProvider()
    const agent = await world.person({ organisationId, audience: 'partner', roles: ['sales_agent'] })
    expect((await (await world.as(agent)).relationshipRequest.draft(ask)).to).toBe('resellers')
  })
})

describe('authorising', () => {
  test('R-120 R-125 R-126 makes both lists show the other one, with the consent recorded for both', async () => {
    const { provider, reseller, id } = await partners()
    expect(await otherNames(provider)).toEqual(['Contoso Resale'])
    expect(await otherNames(reseller)).toEqual(['Fabrikam Distribution'])
    const shared = { partnershipId: id, result: 'create', consentVersion }
    expect(await chainOf(reseller)).toEqual([
      { action: 'partnership.authorised', payload: { ...shared, providerId: provider.id } },
    ])
    expect(await chainOf(provider)).toEqual([
      { action: 'partnership.authorised', payload: { ...shared, resellerId: reseller.id } },
    ])
  })

  test('U-02 R-126 records once that the provider’s invitations are answered', async () => {
    const { provider, reseller } = await partners()
    await authorise(reseller, provider)
    const [providerId, resellerId] = [provider.id, reseller.id]
    expect(await world.jobsAbout(provider.id)).toMatchObject([
      { name: 'partnership.authorised', data: { providerId, resellerId } },
    ])
  })

  test('R-124 without the tick the server refuses and nothing is there', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    const refused = (await api(reseller)).authorise({
      ...{ token: partnershipTokenOf(provider), consent: { ...consent, given: false } },
      ...once(),
    })
    expect(await refusalFrom(refused)).toEqual({ code: 'consent_missing' })
    expect([await otherNames(provider), await otherNames(reseller)]).toEqual([[], []])
  })

  test('R-132 makes the joint links once, R-139 and no customer of the provider', async () => {
    const { provider, reseller } = await partners()
    await authorise(reseller, provider)
    const links = await world.asOwner(
      `select with_privileges from relationship_link where partner_id = $1 and provider_id = $2 and kind = 'joint' order by 1`,
      [reseller.id, provider.id],
    )
    expect(links).toEqual([{ withPrivileges: false }, { withPrivileges: true }].map(snake))
    expect((await (await world.as(reseller.person)).customers.list({})).customers).toEqual([])
  })

  test('eight colleagues who press at once make one partnership', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    const results = await Promise.all(Array.from({ length: 8 }, () => authorise(reseller, provider)))
    expect(results.map(({ result }) => result).toSorted()).toEqual([
      'create',
      ...Array.from({ length: 7 }, () => 'unchanged'),
    ])
    expect(new Set(results.map(({ id }) => id)).size).toBe(1)
    expect(await chainOf(provider)).toHaveLength(1)
  })

  test('several resellers use one link, and a reseller has several providers', async () => {
    const [provider, second, reseller, other] = [
      ...[await aProvider('Aspen Distribution'), await aProvider('Birch Distribution')],
      ...[await aReseller('Cedar Resale'), await aReseller('Damson Resale')],
    ] as const
    for (const [from, to] of [
      [reseller, provider],
      [other, provider],
      [reseller, second],
    ] as const)
      await authorise(from, to)
    expect(await otherNames(provider)).toEqual(['Cedar Resale', 'Damson Resale'])
    expect(await otherNames(reseller)).toEqual(['Aspen Distribution', 'Birch Distribution'])
  })

  test('a suspended reseller authorises nobody', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [reseller.id])
    expect(await refusalFrom(authorise(reseller, provider))).toEqual({ code: 'own_account_suspended' })
  })

  test('declining lists nothing and tells the provider nothing', async () => {
    const [provider, reseller] = [await aProvider(), await aReseller()]
    await (await api(reseller)).decline({ token: partnershipTokenOf(provider), ...once() })
    expect(await otherNames(provider)).toEqual([])
    expect(await chainOf(reseller)).toMatchObject([{ action: 'partnership.declined' }])
    expect(await chainOf(provider)).toEqual([])
  })
})
const snake = ({ withPrivileges }: { withPrivileges: boolean }) => ({ with_privileges: withPrivileges })

describe('ending', () => {
  test('R-157 R-160 either side ends it with the statement and the name, and nobody gets a mail', async () => {
    for (const ender of ['provider', 'reseller'] as const) {
      const { id, ...sides } = await partners()
      const { provider, reseller } = sides
      const { remove, get } = await api(sides[ender])
      const press = { id, attestation, typedName: '', ...once() }
      expect(await refusalFrom(remove(press))).toEqual({ code: 'name_not_typed' })
      const typedName = sides[ender === 'provider' ? 'reseller' : 'provider'].legalName
      const unstated = { ...press, typedName, attestation: { ...attestation, given: false }, ...once() }
      expect(await refusalFrom(remove(unstated))).toEqual({ code: 'attestation_missing' })
      const before = await world.asOwner('select id from outbox')
      await remove({ ...press, typedName, ...once() })
      expect(await world.asOwner('select id from outbox')).toEqual(before)
      for (const side of [provider, reseller]) expect(await otherNames(side)).toEqual([])
      expect(await get({ id })).toMatchObject({ status: 'removed', endedByUs: true })
      expect((await chainOf(sides[ender])).at(-1)).toMatchObject({
        action: 'partnership.removed',
        payload: { attestationVersion },
      })
      expect((await chainOf(ender === 'provider' ? reseller : provider)).at(-1)).toMatchObject({
        action: 'partnership.removed',
      })
      expect(await refusalFrom(remove({ ...press, typedName, ...once() }))).toEqual({
        code: 'partnership_removed',
      })
      expect(await authorise(reseller, provider)).toMatchObject({ id, result: 'reopen' })
      expect(await otherNames(provider)).toEqual(['Contoso Resale'])
    }
  })
})

describe('the provider’s look into the account', () => {
  test('R-128 shows its admin agents profile, users and activity, and each look is in the reseller’s log', async () => {
    const { provider, reseller, id } = await partners()
    const { account, users, activity } = await api(provider)
    expect(await account({ id })).toMatchObject({
      legalName: 'Contoso Resale',
      profile: { legalName: 'Contoso Resale' },
    })
    expect(await users({ id })).toMatchObject({ users: [{ email: reseller.person.email }] })
    expect((await activity({ id })).entries.map(({ action }) => action)).toContain('partnership.authorised')
    const { partnerAccount } = await world.as(reseller.person)
    const log = (await partnerAccount.activity({})).entries
    const looks = log.filter(({ action }) => action === 'partnership.account_viewed')
    expect(looks).toHaveLength(3)
    expect(looks[0]).toMatchObject({
      ...{ person: null, about: [], place: null },
      outsider: { name: provider.person.name, company: 'Fabrikam Distribution' },
    })
  })

  test('R-128 filters the activity by subject, person and day, as the reseller’s own list does', async () => {
    const { provider, reseller, id } = await partners()
    const { activity } = await api(provider)
    const found = async (filters: object) =>
      (await activity({ id, ...filters })).entries.map(({ action }) => action)
    const person = reseller.person.name
    expect(await found({ person })).toEqual(['partnership.authorised'])
    expect(await found({ person: 'Nobody' })).toEqual([])
    expect(await found({ subject: 'users' })).toEqual([])
    expect(await found({ subject: 'account', person })).toEqual(['partnership.authorised'])
    const today = new Date().toISOString().slice(0, 10)
    expect(await found({ until: '2020-01-01' })).toEqual([])
    expect(await found({ from: today, person })).toEqual(['partnership.authorised'])
  })

  test('shows nothing of customers and of other providers', async () => {
    const { provider, reseller, id } = await partners()
    await authorise(reseller, await aProvider('Rival Distribution'))
    for (const [action, payload] of [
      ['relationship.accepted', {}],
      ['relationship_request.sent', {}],
      ['user.created', {}],
    ] as const)
      await world.asOwner(
        `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
        values (gen_random_uuid(), $1, gen_random_uuid(), 'system', '{}', $2, $3, '\\x00', now())`,
        [reseller.id, action, payload],
      )
    const { entries } = await (await api(provider)).activity({ id })
    const actions = entries.map(({ action }) => action)
    expect(actions).toContain('user.created')
    expect(actions.filter((action) => action.startsWith('relationship'))).toEqual([])
    expect(actions.filter((action) => action === 'partnership.authorised')).toHaveLength(1)
  })

  test('R-129 ends at once when the reseller removes the access, and the partnership stays', async () => {
    const { provider, reseller, id } = await partners()
    const { account } = await api(provider)
    await account({ id })
    await (await api(reseller)).removeAccess({ id, ...once() })
    expect(await refusalFrom(account({ id }))).toEqual({ code: 'not_found' })
    expect(await (await api(provider)).get({ id })).toMatchObject({
      status: 'active',
      hasAdminAccess: false,
    })
    const again = (await api(reseller)).removeAccess({ id, ...once() })
    expect(await refusalFrom(again)).toEqual({ code: 'admin_access_removed' })
    expect(await authorise(reseller, provider)).toMatchObject({ result: 'restore_access' })
    expect(await account({ id })).toMatchObject({ legalName: 'Contoso Resale' })
  })

  test('ends with the partnership, and is never a rival’s or the reseller’s over the provider', async () => {
    const { provider, reseller, id } = await partners()
    const rival = await aProvider()
    for (const other of [rival, reseller])
      expect(await refusalFrom((await api(other)).users({ id }))).toEqual({ code: 'not_found' })
    const press = { id, attestation, typedName: 'Fabrikam Distribution', ...once() }
    await (await api(reseller)).remove(press)
    for (const look of ['account', 'users', 'activity'] as const)
      expect(await refusalFrom((await api(provider))[look]({ id }))).toEqual({ code: 'not_found' })
    expect((await chainOf(reseller)).filter(({ action }) => action.endsWith('account_viewed'))).toEqual([])
  })
})
