import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  authorizing,
  type Caller,
  cloud,
  givenWorld,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()

const withRole = async (partner: Partner, ...roles: Parameters<typeof world.person>[0]['roles']) =>
  world.as(await world.person({ organisationId: partner.id, audience: 'partner', roles }))

/** The draft as the page posts it back, unchanged. */
async function postedDraft(api: Caller, options: { withPrivileges?: boolean } = {}) {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await api.relationshipRequest.draft(options)
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
}

const done = async (api: Caller, changes: Partial<Awaited<ReturnType<typeof postedDraft>>> = {}) =>
  api.relationshipRequest.prepare({
    draft: { ...(await postedDraft(api)), ...changes },
    idempotencyKey: randomUUID(),
  })

const send = async (api: Caller, recipients: string[]) =>
  api.relationshipRequest.send({ draft: await postedDraft(api), recipients, idempotencyKey: randomUUID() })

const address = () => `ada-${randomUUID().slice(0, 8)}@contoso.example`
/** An address at a domain of its own. */
const addressAtNewDomain = () => `ada@contoso-${randomUUID()}.example`

/** A draft whose first paragraph is these words. */
async function draftSaying(api: Caller, words: string) {
  const draft = await postedDraft(api)
  return {
    ...draft,
    paragraphs: draft.paragraphs.map((row, at) => (at === 0 ? { ...row, text: words } : row)),
  }
}

describe('S10 links to other hosts in a partner’s words', () => {
  const url = 'https://www.contoso.example/offer?id=1'
  const sendSaying = async (api: Caller, words: string, confirmedLinks: string[] = []) =>
    api.relationshipRequest.send({
      draft: { ...(await draftSaying(api, words)), confirmedLinks },
      recipients: [addressAtNewDomain()],
      idempotencyKey: randomUUID(),
    })

  test('are shown to the sender, sent only once confirmed, and marked as the partner’s own', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const links = [{ host: 'www.contoso.example', url }]
    const unconfirmed = { code: 'draft_links_unconfirmed', links }
    expect(await refusalFrom(sendSaying(agent, `See ${url}.`))).toEqual(unconfirmed)
    expect(await refusalFrom(sendSaying(agent, `See ${url}.`, ['https://www.contoso.example']))).toEqual(
      unconfirmed,
    )
    expect(await world.jobsAbout(partner.id)).toEqual([])
    const { id } = await sendSaying(agent, `See ${url}.`, [url])
    const { paragraphs } = await agent.relationshipRequest.get({ id })
    expect(paragraphs.at(-1)?.template).toBeNull()
    expect(paragraphs.at(-1)?.text).toMatch(
      new RegExp(
        `The following link is from ${partner.legalName}, not from .*:\\n${url.replace('?', '\\?')}$`,
      ),
    )
  })

  test('need no confirmation in a draft that the partner hands over itself', async () => {
    const agent = await world.as((await world.partner()).person)
    const draft = await draftSaying(agent, url)
    await agent.relationshipRequest.prepare({ draft, idempotencyKey: randomUUID() })
  })

  test('are refused by name while the operator allows none, when sent again too; the switch is audited', async () => {
    const agent = await world.as((await world.partner()).person)
    const admin = await world.as(await world.operator('none', 'operator_admin'))
    const allow = (areAllowed: boolean) =>
      admin.operatorSettings.setForeignLinks({ areAllowed, idempotencyKey: randomUUID() })
    const { recipients } = await sendSaying(agent, url, [url])
    const recipientId = recipients[0]?.id ?? ''
    await world.asOwner(`update request_recipient set status = 'bounced' where id = $1`, [recipientId])
    await allow(false)
    try {
      const refusal = { code: 'draft_links_not_allowed', links: [{ host: 'www.contoso.example', url }] }
      expect(await refusalFrom(sendSaying(agent, url, [url]))).toEqual(refusal)
      const again = { address: addressAtNewDomain(), recipientId, idempotencyKey: randomUUID() }
      expect(await refusalFrom(agent.relationshipRequest.sendAgain(again))).toEqual(refusal)
      await sendSaying(agent, 'Without a link.')
    } finally {
      await allow(true)
    }
    const switched = (await world.auditOf(instanceChain)).filter(
      ({ action }) => action === 'instance.foreign_links_set',
    )
    expect(switched.map(({ payload }) => payload.areAllowed)).toEqual([false, true])
  })
})

describe('the draft', () => {
  test('R-014, R-178, D-11 a draft shows subject, text and its link to the acceptance site; looking sends and records nothing', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const draft = await agent.relationshipRequest.draft({})
    expect(draft.subject).not.toBe('')
    expect(draft.paragraphs.filter(({ kind }) => kind === 'link')).toMatchObject([
      { editable: false, text: draft.link },
    ])
    expect(draft.link).toBe(
      `${world.services.sites.customer}/invitation/${tokenOf(partner, { withPrivileges: true })}`,
    )
    expect((await agent.relationshipRequest.list({})).rows).toEqual([])
    expect(await world.jobsAbout(partner.id)).toEqual([])
    expect(await world.auditOf(partner.id)).toEqual([])
  })

  test('R-019, R-050 two partners get different links, two colleagues the same one', async () => {
    const [partner, rival] = [await world.partner(), await world.partner()]
    const linkFor = async (api: Caller) =>
      (await api.relationshipRequest.draft({ withPrivileges: false })).link
    const own = await linkFor(await world.as(partner.person))
    expect(await linkFor(await withRole(partner, 'sales_agent'))).toBe(own)
    expect(await linkFor(await world.as(rival.person))).not.toBe(own)
  })

  test('R-051 the link names no customer: it is the same before and after one accepted', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const before = await agent.relationshipRequest.draft({})
    const customer = await world.customer()
    await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
    expect((await agent.relationshipRequest.draft({})).link).toBe(before.link)
  })

  test('D-06 only an admin agent gets a link that asks for privileges', async () => {
    const partner = await world.partner()
    const sales = await withRole(partner, 'sales_agent', 'global_admin')
    const draft = await sales.relationshipRequest.draft({})
    expect(draft).toMatchObject({ withPrivileges: false, mayIncludePrivileges: false })
    expect(draft.link).toContain(tokenOf(partner))
    const wanted = refusalFrom(sales.relationshipRequest.draft({ withPrivileges: true }))
    expect(await wanted).toMatchObject({ code: 'missing_permission', roles: ['admin_agent'] })
    const forged = { ...(await postedDraft(sales)), withPrivileges: true }
    const posting = sales.relationshipRequest.prepare({ draft: forged, idempotencyKey: randomUUID() })
    expect(await refusalFrom(posting)).toMatchObject({ code: 'missing_permission' })
  })

  test('a suspended partner gets no draft', async () => {
    const partner = await world.partner({ status: 'suspended' })
    const agent = await world.as(partner.person)
    expect(await refusalFrom(agent.relationshipRequest.draft({}))).toEqual({ code: 'partner_not_active' })
  })
})

describe('Done', () => {
  test('R-020, R-021, U-02 records author and time, and sends nothing', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const { id } = await done(agent, { subject: 'A question about our licences' })
    const { rows } = await agent.relationshipRequest.list({})
    expect(rows).toMatchObject([
      {
        kind: 'prepared',
        id,
        author: partner.person.name,
        subject: 'A question about our licences',
        address: null,
      },
    ])
    expect(await world.jobsAbout(partner.id)).toEqual([])
    expect((await world.auditOf(partner.id)).map(({ action }) => action)).toEqual([
      'relationship_request.prepared',
    ])
  })

  test('R-178 U7 the log keeps each paragraph beside the template’s, with the link in one of its own', async () => {
    const agent = await world.as((await world.partner()).person)
    const { link, subject, paragraphs } = await agent.relationshipRequest.draft({})
    const draft = await draftSaying(agent, 'Good morning Ada,')
    draft.paragraphs = draft.paragraphs.map((row, at) => (at === 1 ? { ...row, text: ' ' } : row))
    const { id } = await agent.relationshipRequest.prepare({ draft, idempotencyKey: randomUUID() })
    const entry = await agent.relationshipRequest.get({ id })
    expect(entry).toMatchObject({ link, subject, templateSubject: subject })
    const written = ['Good morning Ada,', '']
    expect(entry.paragraphs).toEqual(
      paragraphs.map(({ kind, text }, at) =>
        kind === 'link'
          ? { kind, text: '', template: '' }
          : { kind, text: written[at] ?? text, template: text },
      ),
    )
  })

  test('U-02 the log says whom a prepared request is for', async () => {
    const agent = await world.as((await world.partner()).person)
    const draft = await postedDraft(agent)
    await agent.relationshipRequest.prepare({
      ...{ draft, preparedFor: ' Lakeside Bakery ', idempotencyKey: randomUUID() },
    })
    const { rows } = await agent.relationshipRequest.list({})
    expect(rows).toMatchObject([{ kind: 'prepared', preparedFor: 'Lakeside Bakery' }])
  })

  test('U-02 a recipient’s own reference comes back in the log, and stays when the mail is sent again', async () => {
    const agent = await world.as((await world.partner()).person)
    const [one, other] = [addressAtNewDomain(), addressAtNewDomain()]
    const sent = await agent.relationshipRequest.send({
      draft: await postedDraft(agent),
      recipients: [one, other],
      references: { [one]: ' PO 4711 ' },
      idempotencyKey: randomUUID(),
    })
    const recipientId = sent.recipients[0]?.id ?? ''
    await world.asOwner(`update request_recipient set status = 'bounced' where id = $1`, [recipientId])
    await agent.relationshipRequest.sendAgain({
      ...{ recipientId, address: addressAtNewDomain(), idempotencyKey: randomUUID() },
    })
    const { recipients } = await agent.relationshipRequest.get({ id: sent.id })
    expect(recipients.map(({ reference }) => reference)).toEqual(['PO 4711', null, 'PO 4711'])
  })

  test('R-018 a draft without its link, or with an altered one, is refused', async () => {
    const agent = await world.as((await world.partner()).person)
    const { link, paragraphs } = await postedDraft(agent)
    expect(await refusalFrom(done(agent, { link: '' }))).toEqual({ code: 'draft_link_missing' })
    expect(await refusalFrom(done(agent, { link: `${link}x` }))).toEqual({ code: 'draft_link_altered' })
    const without = paragraphs.filter(({ text }) => text !== link)
    expect(await refusalFrom(done(agent, { paragraphs: without }))).toEqual({ code: 'draft_link_missing' })
    expect((await agent.relationshipRequest.list({})).rows).toEqual([])
  })

  test('R-019 a draft that carries another partner’s link is refused', async () => {
    const agent = await world.as((await world.partner()).person)
    const rival = await world.as((await world.partner()).person)
    const foreign = (await rival.relationshipRequest.draft({})).link
    const { paragraphs } = await postedDraft(agent)
    expect(await refusalFrom(done(agent, { link: foreign }))).toEqual({ code: 'draft_link_altered' })
    const smuggled = paragraphs.map((row, index) =>
      index === 0 ? { ...row, text: `Better here: ${foreign}` } : row,
    )
    expect(await refusalFrom(done(agent, { paragraphs: smuggled }))).toEqual({
      code: 'draft_foreign_link',
      paragraph: 1,
    })
    expect(await refusalFrom(done(agent, { subject: foreign.slice(8, 190) }))).toEqual({
      code: 'draft_foreign_link',
      paragraph: 0,
    })
  })
})

describe('Send for me', () => {
  test('R-021 records one recipient and one job per address, once each', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const [ada, bob] = [address(), address()]
    const sent = await send(agent, [ada, bob, ada.toUpperCase()])
    expect(sent.recipients.map((row) => row.address)).toEqual([ada, bob])
    const jobs = await world.jobsAbout(partner.id)
    expect(jobs.map(({ data }) => data.recipientId).toSorted()).toEqual(
      sent.recipients.map(({ id }) => id).toSorted(),
    )
    expect(JSON.stringify(jobs)).not.toContain('contoso')
    expect((await agent.relationshipRequest.list({})).rows).toMatchObject([
      { kind: 'recipient', requestId: sent.id, address: bob },
      { kind: 'recipient', requestId: sent.id, address: ada, status: 'queued' },
    ])
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toContain('contoso')
  })

  test('one mail per recipient and partner in 24 hours; another partner may still write', async () => {
    const agent = await world.as((await world.partner()).person)
    const ada = address()
    await send(agent, [ada])
    const again = { code: 'recipient_recently_mailed', addresses: [ada] }
    const before = (await agent.relationshipRequest.list({})).rows.length
    expect(await refusalFrom(send(agent, [address(), ada]))).toMatchObject(again)
    expect((await agent.relationshipRequest.list({})).rows).toHaveLength(before)
    const rival = await world.as((await world.partner()).person)
    expect((await send(rival, [ada])).recipients).toHaveLength(1)
  })

  test('R-141 R-142 a reseller invites in the steps of a direct-bill partner, and has the customer once it accepts', async () => {
    const [direct, reseller] = [await world.partner(), await world.partner({ kind: 'indirect_reseller' })]
    const agent = await world.as(reseller.person)
    const keysOf = async (api: Caller) => (await postedDraft(api)).paragraphs.map(({ key }) => key)
    expect(await keysOf(agent)).toEqual(await keysOf(await world.as(direct.person)))
    await send(agent, [addressAtNewDomain()])
    expect((await world.jobsAbout(reseller.id)).map(({ name }) => name)).toEqual(['mail.request-sent'])
    expect((await agent.customers.list({})).customers).toEqual([])
    const customer = await world.customer()
    await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(reseller)))
    expect((await agent.customers.list({})).customers).toMatchObject([{ name: customer.legalName }])
  })

  test('200 mails a day per partner, then 429 until tomorrow', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    for (let batch = 0; batch < 4; batch++) await send(agent, Array.from({ length: 50 }, addressAtNewDomain))
    const refusal = await refusalFrom(send(agent, [address()]))
    expect(refusal).toMatchObject({ code: 'daily_limit_reached', retryAfterSeconds: expect.any(Number) })
    const colleague = await withRole(partner, 'sales_agent')
    expect(await refusalFrom(send(colleague, [address()]))).toMatchObject({ code: 'daily_limit_reached' })
  })

  test('S19 an instance may allow other numbers, of a day and of a domain', async () => {
    world.services.cloud = {
      ...cloud,
      requests: { ...cloud.requests, mailsPerDay: 60, mailsPerDomainAndDay: 2 },
    }
    onTestFinished(() => {
      world.services.cloud = cloud
    })
    const agent = await world.as((await world.partner()).person)
    const atContoso = [address(), address(), address()]
    expect(await refusalFrom(send(agent, atContoso))).toMatchObject({ code: 'domain_limit_reached' })
    await send(agent, atContoso.slice(0, 2))
    await send(agent, Array.from({ length: 50 }, addressAtNewDomain))
    await send(agent, Array.from({ length: 8 }, addressAtNewDomain))
    expect(await refusalFrom(send(agent, [addressAtNewDomain()]))).toMatchObject({
      code: 'daily_limit_reached',
    })
  })

  test('two colleagues who write to one address at once send one mail', async () => {
    const partner = await world.partner()
    const [one, two] = [await world.as(partner.person), await withRole(partner, 'sales_agent')]
    const ada = address()
    expect(await outcomesOf(send(one, [ada]), send(two, [ada]))).toEqual([
      'done',
      'recipient_recently_mailed',
    ])
    expect(await world.jobsAbout(partner.id)).toHaveLength(1)
  })

  test('bad addresses are named and nothing is sent', async () => {
    const agent = await world.as((await world.partner()).person)
    const refusal = await refusalFrom(send(agent, [address(), 'ada@contoso', 'x\r\nBcc: y@example.com']))
    expect(refusal).toEqual({
      code: 'recipients_invalid',
      addresses: ['ada@contoso', 'x\r\nBcc: y@example.com'],
    })
  })
})

describe('the log', () => {
  test('D-06 the log shows a link that asks for privileges to admin agents only, and any other link to everybody', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const [asking, plain] = [
      await done(agent),
      await done(agent, await postedDraft(agent, { withPrivileges: false })),
    ]
    const secret = tokenOf(partner, { withPrivileges: true })
    for (const role of ['sales_agent', 'global_admin'] as const) {
      const reader = await withRole(partner, role)
      const entry = await reader.relationshipRequest.get(asking)
      expect(entry.link).toBeNull()
      expect(JSON.stringify([entry, await reader.relationshipRequest.list({})])).not.toContain(secret)
      expect((await reader.relationshipRequest.get(plain)).link).toContain(tokenOf(partner))
    }
    expect((await agent.relationshipRequest.get(asking)).link).toContain(secret)
    // The role at the time of reading decides, also for the author.
    await world.asOwner(`update auth.membership set roles = '{sales_agent}' where id = $1`, [
      partner.person.membershipId,
    ])
    expect((await agent.relationshipRequest.get(asking)).link).toBeNull()
  })

  test('U-02 pages concatenated are the whole log, newest first', async () => {
    const agent = await world.as((await world.partner()).person)
    const ids: string[] = []
    for (let number = 0; number < 7; number++) ids.unshift((await done(agent)).id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await agent.relationshipRequest.list({ limit: 3, ...(cursor && { cursor }) })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(ids)
  })

  test('an edited cursor starts at the first page and breaks nothing', async () => {
    const agent = await world.as((await world.partner()).person)
    await done(agent)
    for (const values of [['not an id'], ['\u0000'], [randomUUID(), 'x'], []]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
      expect((await agent.relationshipRequest.list({ cursor })).rows).toHaveLength(1)
    }
  })

  test('its counter changes with the log', async () => {
    const agent = await world.as((await world.partner()).person)
    const before = await agent.relationshipRequest.counter()
    await done(agent)
    expect(await agent.relationshipRequest.counter()).not.toEqual(before)
  })
})
