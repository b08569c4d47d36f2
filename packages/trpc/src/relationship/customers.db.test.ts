import { randomUUID } from 'node:crypto'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorizing,
  type Caller,
  choosing,
  givenWorld,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const names = [
  ...[
    'Müller Bau GmbH',
    'Muller & Sons',
    'MÜLLER',
    'Mueller AG',
    'Straße 7 KG',
    'Strasse 7',
    'Österreich Handel',
  ],
  ...[
    '华为技术有限公司',
    '华硕',
    '阿里巴巴',
    'Zürich Insurance',
    'Ångström AB',
    'ACME',
    'acme',
    'Acme Ltd',
    '株式会社',
  ],
  ...[
    '1&1',
    '  spaced  out ',
    'Œuvre',
    'Ødegård',
    'Łódź Sp. z o.o.',
    'İstanbul',
    'ΑΒΓ',
    'Привет',
    '😀',
    'Contoso',
  ],
]

let partner: Partner
let agent: Caller

/** Accepts the partner's link as a new customer of that name. */
async function givenCustomerOf(to: Partner, legalName: string, domain: string | null) {
  const customer = await world.customer({ legalName, domain })
  await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(to)))
  return customer
}

beforeAll(async () => {
  partner = await world.partner()
  agent = await world.as(partner.person)
  for (const [index, name] of [...names, 'Contoso', 'Contoso'].entries())
    await givenCustomerOf(partner, name, index % 3 === 0 ? null : `host${index}.muster.example`)
  const rival = await world.partner()
  await givenCustomerOf(rival, 'Müller of a rival', null)
  await world.asOwner(`update relationship set since = date_trunc('second', since) where partner_id = $1`, [
    partner.id,
  ])
})

test.each([{}, { search: 'm', limit: 2 }, { sort: 'since', direction: 'desc', missing: 'any' }] as const)(
  'R-023 the page of customers has in one answer what its parts say: %j',
  async (wish) => {
    await agent.customerViews.save({ idempotencyKey: randomUUID(), name: 'Ours', query: 'country=FR' })
    expect(await agent.customers.page(wish)).toEqual({
      ...(await agent.customers.counter()),
      list: await agent.customers.list(wish),
      summary: await agent.customers.summary(),
      views: await agent.customerViews.list(),
    })
  },
)

type Row = { id: string; name: string; since: Date }
type Query = Pick<
  Parameters<Caller['customers']['list']>[0],
  'search' | 'sort' | 'direction' | 'country' | 'missing'
>

async function allPages(query: Query, limit: number): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await agent.customers.list({ ...query, limit, ...(cursor && { cursor }) })
    expect(page.customers.length).toBeLessThanOrEqual(limit)
    rows.push(...page.customers)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return rows
}

/** The pages from the last one back to the first. */
async function allPagesBackwards(query: Query, limit: number): Promise<Row[]> {
  let page = await agent.customers.list({ ...query, limit })
  while (page.nextCursor) page = await agent.customers.list({ ...query, limit, cursor: page.nextCursor })
  const rows: Row[] = [...page.customers]
  while (page.previousCursor) {
    page = await agent.customers.list({ ...query, limit, before: page.previousCursor })
    rows.unshift(...page.customers)
  }
  return rows
}

const idsOf = (rows: Row[]) => rows.map(({ id }) => id)
const namesFor = async (search: string) =>
  (await allPages({ search }, 100)).map(({ name }) => name).toSorted()

describe('R-023, U5 keyset paging', () => {
  test('pages of any size, concatenated, are the whole list, for every sort, direction and search', async () => {
    const searches = [undefined, 'mu', 'acme', 'hua', 'host', 'muster 7', 'nothing like it']
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...searches),
        fc.constantFrom<'name' | 'since'>('name', 'since'),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        fc.integer({ min: 1, max: 12 }),
        async (search, sort, direction, limit) => {
          const query = { sort, direction, ...(search && { search }) }
          const whole = await allPages(query, 100)
          expect(idsOf(await allPages(query, limit))).toEqual(idsOf(whole))
          expect(new Set(idsOf(whole)).size).toBe(whole.length)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('U4 Previous leads back over the same pages, whatever filters the list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom({}, { search: 'mu' }, { missing: 'any' as const }, { country: 'FR' }),
        fc.constantFrom<'name' | 'since'>('name', 'since'),
        fc.integer({ min: 2, max: 12 }),
        async (filters, sort, limit) => {
          const query = { ...filters, sort }
          expect(idsOf(await allPagesBackwards(query, limit))).toEqual(idsOf(await allPages(query, 100)))
        },
      ),
      { numRuns: 12 },
    )
  })

  test('the other direction is the same list, reversed', async () => {
    for (const sort of ['name', 'since'] as const) {
      const [up, down] = [
        await allPages({ sort, direction: 'asc' }, 7),
        await allPages({ sort, direction: 'desc' }, 7),
      ]
      expect(idsOf(down)).toEqual(idsOf(up).reverse())
      expect(up).toHaveLength(names.length + 2)
    }
  })

  test('names sort without regard to case and accents, Chinese ones by pinyin', async () => {
    const sorted = (await allPages({ sort: 'name' }, 100)).map(({ name }) => name)
    const places = [
      'ACME',
      'Ångström AB',
      'Contoso',
      '华硕',
      '华为技术有限公司',
      'Müller Bau GmbH',
      'Zürich Insurance',
    ]
    const found = places.map((name) => sorted.indexOf(name))
    expect(found).toEqual(found.toSorted((a, b) => a - b))
    expect(found).not.toContain(-1)
  })

  test('an edited cursor, or one of another sort, starts at the first page and breaks nothing', async () => {
    const first = await agent.customers.list({ limit: 3 })
    const cursorOf = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
    const id = first.customers[0]?.id ?? ''
    const cursors = [
      'x',
      cursorOf(['a\u0000', id]),
      cursorOf(['a', 'no id']),
      cursorOf(['9999999', id]),
      cursorOf({}),
      cursorOf([1, 2]),
    ]
    for (const sort of ['name', 'since'] as const)
      for (const cursor of cursors)
        expect((await agent.customers.list({ sort, cursor, limit: 3 })).customers).toHaveLength(3)
    const { nextCursor } = first
    if (!nextCursor) throw new Error('The list has one page only.')
    expect(
      (await agent.customers.list({ sort: 'since', cursor: nextCursor, limit: 3 })).customers,
    ).toHaveLength(3)
  })
})

describe('search', () => {
  test('ü finds u and u finds ü; ß finds ss', async () => {
    const both = await namesFor('muller')
    expect(both).toEqual(['MÜLLER', 'Muller & Sons', 'Müller Bau GmbH'].toSorted())
    expect(await namesFor('Müller')).toEqual(['Mueller AG', ...both].toSorted())
    expect(await namesFor('mueller')).toEqual(['MÜLLER', 'Mueller AG', 'Müller Bau GmbH'].toSorted())
    expect(await namesFor('straße')).toEqual(await namesFor('strasse'))
    expect(await namesFor('strasse')).toHaveLength(2)
  })

  test('Chinese names are found as written and by pinyin', async () => {
    expect(await namesFor('华为')).toEqual(['华为技术有限公司'])
    expect(await namesFor('huawei')).toEqual(['华为技术有限公司'])
    expect(await namesFor('hua')).toEqual(['华为技术有限公司', '华硕'].toSorted())
  })

  test('every word must match, by its beginning; the domain counts too', async () => {
    expect(await namesFor('bau mul')).toEqual(['Müller Bau GmbH'])
    expect(await namesFor('ller')).toEqual([])
    expect(await namesFor('host1.muster')).not.toEqual([])
  })

  test('no input breaks it: signs, patterns, very long words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 100, unit: 'binary' }), async (search) => {
        const parsed = customerListInput.safeParse({ search })
        if (parsed.success) await agent.customers.list({ search })
      }),
      { numRuns: 60 },
    )
    for (const search of ["'; drop table x --", '%', '_', '\\', '\u0000'])
      await agent.customers.list({ search })
  })

  test('U5 "no match" is not "nothing yet"', async () => {
    expect(await agent.customers.list({ search: 'zzzz' })).toMatchObject({ customers: [], hasAny: true })
    const empty = await world.as((await world.partner()).person)
    expect(await empty.customers.list({ search: 'zzzz' })).toMatchObject({ customers: [], hasAny: false })
  })
})

describe('R-024, R-027 a customer’s record', () => {
  test('says what is granted, and for the rest whether a grant or a role is missing', async () => {
    const customer = await world.customer()
    const token = tokenOf(partner, { withPrivileges: true })
    const { relationshipId: id } = await (await world.as(customer.person)).invitation.accept(
      authorizing(token, choosing(['azure', 'grant'])),
    )
    const record = await agent.customers.get({ id })
    expect(record.account).toMatchObject({
      name: customer.legalName,
      domainState: 'confirmed_by_email',
      origin: 'acceptance',
    })
    expect(record.services.find(({ service }) => service === 'azure')).toMatchObject({
      state: 'granted',
      access: 'allowed',
    })
    expect(record.services.find(({ service }) => service === 'intune')).toMatchObject({
      access: 'not_granted',
    })
    const colleague = {
      organisationId: partner.id,
      audience: 'partner' as const,
      roles: ['sales_agent' as const],
    }
    const sales = await (await world.as(await world.person(colleague))).customers.get({ id })
    expect(sales.services.find(({ service }) => service === 'azure')).toMatchObject({
      access: 'missing_permission',
    })
    expect(sales.acts['customer_licences.view']).toMatchObject({ access: 'allowed' })
  })

  test('R-051 asking for missing rights names them, leads to the same link, and stands in the history', async () => {
    const customer = await world.customer({ domain: null })
    const token = tokenOf(partner, { withPrivileges: true })
    const { relationshipId: id } = await (await world.as(customer.person)).invitation.accept(
      authorizing(token, choosing(['azure', 'grant'])),
    )
    const { link } = await agent.relationshipRequest.draft({})
    const draft = await agent.relationshipRequest.draft({ customer: id })
    expect(draft.link).toBe(link)
    expect(draft.customer).toMatchObject({ id, name: customer.legalName })
    const words = draft.paragraphs.map(({ text }) => text).join()
    expect(words).toContain('Microsoft 365, Dynamics 365 and Intune')
    expect(words).not.toContain('Azure')
    const paragraphs = draft.paragraphs.map(({ key, text }) => ({ key, text }))
    const posted = { ...draft, customer: id, paragraphs }
    const recipients = [`ada-${randomUUID()}@missing.example`]
    await agent.relationshipRequest.send({ draft: posted, recipients, idempotencyKey: randomUUID() })
    const { history, ask } = await agent.customers.get({ id })
    expect(history.events).toMatchObject([
      { event: 'asked_sent', by: partner.person.name, to: recipients },
      { event: 'accepted', services: ['azure'] },
    ])
    expect(ask).toMatchObject({ isAllowed: true })
    const rival = await world.as((await world.partner()).person)
    expect(await refusalFrom(rival.relationshipRequest.draft({ customer: id }))).toEqual({
      code: 'not_found',
    })

    const colleague = {
      organisationId: partner.id,
      audience: 'partner' as const,
      roles: ['sales_agent' as const],
    }
    const sales = await (await world.as(await world.person(colleague))).customers.get({ id })
    expect(sales.ask).toEqual({ isAllowed: false, roles: ['admin_agent'] })

    const helpdesk = await world.as(await world.person({ ...colleague, roles: ['helpdesk_agent'] }))
    const seen = await helpdesk.customers.get({ id })
    expect(
      seen.history.events.map(({ event }) => event),
      'requests without the right to see them',
    ).toEqual(['accepted'])
  })

  test('R-026 a privilege that was taken away says since when, and never who holds it now', async () => {
    const customer = await world.customer()
    const admin = await world.as(customer.person)
    const token = tokenOf(partner, { withPrivileges: true })
    const { relationshipId: id } = await admin.invitation.accept(
      authorizing(token, choosing(['azure', 'grant'], ['intune', 'grant'])),
    )
    await admin.partnerRelationships.removeRoles({
      ...{ partnerId: partner.id, services: ['intune'], idempotencyKey: randomUUID() },
    })
    const successor = tokenOf(await world.partner(), { withPrivileges: true })
    await admin.invitation.accept(authorizing(successor, choosing(['azure', 'move', partner.id])))
    const { services, history } = await agent.customers.get({ id })
    for (const service of ['azure', 'intune'])
      expect(services.find((one) => one.service === service)).toMatchObject({
        ...{ state: 'not_granted', since: null, endedAt: expect.any(Date) },
      })
    expect(history.events.map(({ event }) => event)).toEqual(['ended', 'ended', 'accepted'])
    expect(services.find(({ service }) => service === 'dynamics-365')).toMatchObject({ endedAt: null })
  })

  test('S1 a rival cannot find it', async () => {
    const [first] = (await agent.customers.list({})).customers
    if (!first) throw new Error('The list is empty.')
    const rival = await world.as((await world.partner()).person)
    expect(await refusalFrom(rival.customers.get({ id: first.id }))).toEqual({ code: 'not_found' })
  })
})
