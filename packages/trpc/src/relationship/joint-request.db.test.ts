import { randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { type Caller, givenWorld, type Partner, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()

async function givenPair() {
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const provider = await world.partner({ kind: 'indirect_provider' })
  const { links } = await world.partnership({ reseller, provider })
  return { reseller, provider, token: tokenOf({ links }, { withPrivileges: true }) }
}

const once = () => ({ idempotencyKey: randomUUID() })
const newAddress = () => `ada@${randomUUID()}.example`

async function postedWith(api: Caller, { id }: Partner) {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await api.relationshipRequest.draft({ jointWith: id })
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, jointWith: id, subject, paragraphs: texts, link }
}

describe('R-132 R-146 R-148 a joint request', () => {
  test('is a draft that names both, with the link of both', async () => {
    const { reseller, provider, token } = await givenPair()
    const api = await world.as(reseller.person)
    const draft = await api.relationshipRequest.draft({ jointWith: provider.id })
    expect(draft.other).toEqual({ id: provider.id, legalName: provider.legalName, role: 'provider' })
    expect(draft.link).toMatch(new RegExp(`/invitation/${token}$`))
    const text = draft.paragraphs.map((part) => part.text).join('\n')
    for (const name of [reseller.legalName, provider.legalName]) {
      expect(draft.subject).toContain(name)
      expect(text).toContain(name)
    }
    const { text: mail } = await api.requestDraft.preview({ jointWith: provider.id })
    expect(mail).toContain(`${reseller.legalName} and its indirect provider ${provider.legalName} ask`)
  })

  test('R-147 is logged with the provider, saved as a draft with it, and sent again with the same link', async () => {
    const { reseller, provider } = await givenPair()
    const api = await world.as(reseller.person)
    const draft = await postedWith(api, provider)
    const { id, recipients } = await api.relationshipRequest.send({
      ...{ draft, recipients: [newAddress()], ...once() },
    })
    expect((await api.relationshipRequest.list({})).rows).toMatchObject([
      { state: 'waiting', jointWith: provider.legalName },
    ])
    expect((await api.relationshipRequest.get({ id })).joint).toEqual({
      ...{ partner: provider.legalName, isLive: true },
    })
    // Undone, it is a draft with the same provider.
    const undone = await api.relationshipRequest.withdraw({
      ...{ recipientIds: recipients.map((one) => one.id), ...once() },
    })
    const [draftId] = undone.draftIds
    expect((await api.requestDraft.get({ id: draftId as never })).edits.jointWith).toBe(provider.id)
  })

  test('R-149 that its author hands over by itself ends with Done, and its log says with whom it was made', async () => {
    const { reseller, provider } = await givenPair()
    const api = await world.as(reseller.person)
    await api.relationshipRequest.prepare({ draft: await postedWith(api, provider), ...once() })
    expect((await api.relationshipRequest.list({})).rows).toMatchObject([
      { kind: 'prepared', state: 'prepared', jointWith: provider.legalName, isPartnership: false },
    ])
    // The search also finds the other party.
    const found = await api.relationshipRequest.list({ search: provider.legalName })
    expect(found.rows).toMatchObject([{ jointWith: provider.legalName }])
    expect((await api.relationshipRequest.list({ search: 'Nobody Inc' })).rows).toEqual([])
  })

  test('§4.6 an operator who revokes a joint link tells the authors of both parties, and both lists look again', async () => {
    const { reseller, provider } = await givenPair()
    const [link] = await world.asOwner<{ id: Id<'link'> }>(
      `select id from relationship_link where kind = 'joint' and partner_id = $1 and not with_privileges`,
      [reseller.id],
    )
    const counters = async () =>
      Promise.all(
        [reseller, provider].map(
          async ({ person }) => (await (await world.as(person)).relationshipRequest.counter()).counter,
        ),
      )
    const before = await counters()
    const operator = await world.as(await world.operator('none', 'operator_admin'))
    await operator.operatorPartners.revokeLink({
      ...{ id: link?.id as Id<'link'>, version: 1, reason: 'Leaked', typedName: reseller.legalName },
      ...once(),
    })
    const jobs = (await world.jobsAbout(link?.id ?? '')).map(({ name, data }) => [name, data.partnerId])
    expect(jobs.toSorted()).toEqual(
      [reseller, provider].map(({ id }) => ['partner.link-revoked', id]).toSorted(),
    )
    for (const [at, counter] of (await counters()).entries()) expect(counter).not.toBe(before[at])
  })

  test('is neither drafted, handed over nor repeated once the partnership has ended', async () => {
    const { reseller, provider } = await givenPair()
    const api = await world.as(reseller.person)
    const draft = await postedWith(api, provider)
    const { id, recipients } = await api.relationshipRequest.send({
      ...{ draft, recipients: [newAddress()], ...once() },
    })
    await world.endPartnerships(provider)
    const ended = { code: 'other_party_not_active' }
    expect(await refusalFrom(api.relationshipRequest.draft({ jointWith: provider.id }))).toEqual(ended)
    expect(await refusalFrom(api.relationshipRequest.prepare({ draft, ...once() }))).toEqual(ended)
    await world.asOwner(
      `update request_recipient set status = 'delivered', status_at = now() - interval '2 days' where request_id = $1`,
      [id],
    )
    const recipientIds = recipients.map((one) => one.id)
    expect(await api.relationshipRequest.remind({ recipientIds, ...once() })).toMatchObject({
      ...{ reminded: 0, leftOut: 1 },
    })
    expect((await api.relationshipRequest.list({})).rows).toMatchObject([{ state: 'revoked' }])
    expect((await api.relationshipRequest.get({ id })).joint).toMatchObject({ isLive: false })
  })

  test('is nobody else’s: neither a stranger’s nor, where resellers make links, the provider’s', async () => {
    const { reseller, provider } = await givenPair()
    const stranger = await world.as((await world.partner({ kind: 'indirect_reseller' })).person)
    expect(await refusalFrom(stranger.relationshipRequest.draft({ jointWith: provider.id }))).toEqual({
      code: 'other_party_not_active',
    })
    const api = await world.as(provider.person)
    expect(await refusalFrom(api.relationshipRequest.draft({ jointWith: reseller.id }))).toEqual({
      code: 'feature_off',
    })
  })
})

test('D-05 where links are the provider’s, it makes the joint one and its requests carry it; the reseller makes none', async () => {
  const { reseller, provider } = await givenPair()
  const cloud = cloudOf('china-21vianet')
  const as = async (partner: Partner) =>
    world.caller({ token: await world.tokenFor(partner.person), cloud } as Parameters<typeof world.caller>[0])
  const [api, resellers] = [await as(provider), await as(reseller)]
  for (const wanted of [{}, { jointWith: provider.id }])
    expect(await refusalFrom(resellers.relationshipRequest.draft(wanted))).toEqual({ code: 'feature_off' })
  await api.relationshipRequest.prepare({ draft: await postedWith(api, reseller), ...once() })
  expect((await api.relationshipRequest.list({})).rows).toMatchObject([
    { state: 'prepared', jointWith: reseller.legalName },
  ])
  expect((await resellers.relationshipRequest.list({})).rows).toEqual([])
})
