import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { afterAll, describe, expect, test } from 'vitest'
import {
  authorizing,
  choosing,
  generousLimits,
  givenWorld,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld({ limits: generousLimits })
const statements: string[] = []
const database = openDatabase({
  url: world.urls.api,
  onStatement: ({ query }) => void statements.push(query.sql),
})
afterAll(() => closeDatabase(database))

/** Adds partners without privileges to a customer, past every policy: Harbour 1, Harbour 2, and so on. */
const addPartners = (customerId: string, count: number) =>
  world.asOwner(
    `with made as (insert into organisation (id, kind, legal_name, country, partner_kind, partner_number, partner_status,
          created_at, sort_key, terms)
        select gen_random_uuid(), 'partner', 'Harbour ' || n, 'DE', 'direct_bill', 'H' || n || right($1, 6), 'active', now(),
          'harbour ' || lpad(n::text, 4, '0'), array_to_tsvector(array['harbour', n::text])
        from generate_series(1, $2::int) n returning id)
      insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country, sort_key,
          change_id)
        select gen_random_uuid(), $1::uuid, id, 'active', 'import', now(), 'x', 'DE', 'x', gen_random_uuid() from made`,
    [customerId, count],
  )

/** A customer whose partners hold Azure, Intune while frozen, and nothing, as an active and as a former partner. */
async function given() {
  const customer = await world.customer()
  const admin = await world.as(customer.person)
  const partner = async (legalName: string, service?: string) => {
    const made = await world.partner({ legalName })
    const link = tokenOf(made, { withPrivileges: Boolean(service) })
    const choices = service ? choosing([service, 'grant']) : []
    const { relationshipId } = await admin.invitation.accept(authorizing(link, choices))
    return { ...made, relationshipId }
  }
  const azure = await partner('Alder Cloud', 'azure')
  const frozen = await world.partner({ legalName: 'Birch Systems' })
  const choices = choosing(['intune', 'grant'], ['azure', 'keep', azure.id])
  await admin.invitation.accept(authorizing(tokenOf(frozen, { withPrivileges: true }), choices))
  const [former, plain] = [await partner('Cedar Soft'), await partner('Elm Networks')]
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [frozen.id])
  const leaving = removingCustomer(former.relationshipId, customer)
  await (await world.as(former.person)).customerRemoval.remove(leaving)
  const names = async (input: Parameters<typeof admin.partnerRelationships.list>[0]) =>
    (await admin.partnerRelationships.list(input)).partners.map(({ legalName }) => legalName)
  return { customer, admin, azure, frozen, former, plain, names }
}

describe('R-055 R-056 U15 the matrix on Partner relationships', () => {
  test('filters by what partners hold and how they stand, and counts each', async () => {
    const { admin, names } = await given()
    expect(await names({})).toEqual(['Alder Cloud', 'Birch Systems', 'Cedar Soft', 'Elm Networks'])
    expect(await names({ state: 'holding' })).toEqual(['Alder Cloud', 'Birch Systems'])
    expect(await names({ state: 'nothing' })).toEqual(['Elm Networks'])
    expect(await names({ state: 'frozen' })).toEqual(['Birch Systems'])
    expect(await names({ state: 'former' })).toEqual(['Cedar Soft'])
    expect(await names({ service: 'azure' })).toEqual(['Alder Cloud'])
    expect(await names({ service: 'azure', state: 'frozen' })).toEqual([])
    const { counts } = await admin.partnerRelationships.list({})
    expect(counts).toEqual({ all: 4, holding: 2, nothing: 1, frozen: 1, former: 1 })
  })

  test('finds partners by the start of each word, or by a whole partner ID', async () => {
    const { admin, azure, names } = await given()
    expect(await names({ search: 'clo ald' })).toEqual(['Alder Cloud'])
    expect(await names({ search: 'loud' })).toEqual([])
    const { partner } = await admin.partnerRelationships.get({ partnerId: azure.id })
    expect(await names({ search: partner.partnerId })).toEqual(['Alder Cloud'])
  })

  test('a de-authorised partner holds nothing any more, although a job ends its grants only later', async () => {
    const { azure, names } = await given()
    await world.asOwner(`update organisation set partner_status = 'deauthorised' where id = $1`, [azure.id])
    expect(await names({ state: 'holding' })).toEqual(['Birch Systems'])
    expect(await names({ state: 'nothing' })).toContain('Alder Cloud')
  })

  test('says per partner which services it lost, also after another partner lost them too', async () => {
    const { admin, azure, plain } = await given()
    const move = (from: { id: typeof azure.id }, to: { id: typeof azure.id }) =>
      admin.partnerRelationships.moveRoles({
        ...{ partnerId: to.id, services: [{ service: 'azure', holderSeen: from.id }] },
        ...{ agreement: { accepted: true, version: authorizing('').agreement.version } },
        idempotencyKey: crypto.randomUUID(),
      })
    await move(azure, plain)
    const once = { idempotencyKey: crypto.randomUUID() }
    await admin.partnerRelationships.removeRoles({ partnerId: plain.id, services: ['azure'], ...once })
    const endOf = async (partnerId: typeof azure.id) =>
      (await admin.partnerRelationships.get({ partnerId })).partner.services.find(
        ({ service }) => service === 'azure',
      )?.ended?.reason
    expect([await endOf(azure.id), await endOf(plain.id)]).toEqual(['reassigned', 'removed_by_customer'])
  })

  test('a customer’s partners are nobody else’s to read', async () => {
    const { azure } = await given()
    const other = await world.as((await world.customer()).person)
    expect((await other.partnerRelationships.list({})).partners).toEqual([])
    expect(await refusalFrom(other.partnerRelationships.get({ partnerId: azure.id }))).toEqual({
      code: 'not_found',
    })
  })

  test('200 partners are read page by page in as many statements as four, each partner once', async () => {
    const { customer } = await given()
    const api = world.caller({ database, token: await world.tokenFor(customer.person) })
    const read = async (input: Parameters<typeof api.partnerRelationships.list>[0]) => {
      statements.length = 0
      const page = await api.partnerRelationships.list(input)
      return { ...page, count: statements.length }
    }
    const few = await read({})
    await addPartners(customer.id, 200)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await read({ cursor })
      expect(page.count).toBe(few.count)
      found.push(...page.partners.map(({ legalName }) => legalName))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(found).toHaveLength(204)
    expect(new Set(found).size).toBe(204)
    expect(found.indexOf('Harbour 9')).toBeLessThan(found.indexOf('Harbour 10'))
  })
})
