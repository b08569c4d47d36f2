// What a partner's role could do with customers that it adds, if its code were wrong: every act is tried in SQL of its own.
import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asTenant, type PartnerDb } from '../core/scopes.ts'
import { insertAddedCustomers, takenDomains } from './added-customers.ts'

const database = await freshDatabase()
const { asOwner } = database
type Partner = Awaited<ReturnType<typeof givenPartner>>
let [partner, rival]: [Partner, Partner] = [undefined as never, undefined as never]
beforeAll(async () => {
  ;[partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
})

const as = <T>(who: Partner, work: (db: PartnerDb) => Promise<T>) =>
  asTenant(database.api, { organisationId: who.id, audience: 'partner', personId: who.person.id }, work)
type Statement = [string, unknown[]]
/** How statements of one transaction end: the rows that the last one changed, or the SQLSTATE of the refusal. */
async function tried(who: Partner, ...statements: Statement[]): Promise<string> {
  try {
    return await as(who, async (db) => {
      let rows = 0
      for (const [text, values] of statements)
        rows = Number((await db.executeQuery(CompiledQuery.raw(text, values))).numAffectedRows ?? 0)
      return `${rows} rows`
    })
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
const denied = '42501'

let made = 0
const newTenant = () => `tenant${++made}x${String(process.pid)}.onmicrosoft.com`
/** The statements that add a customer, each of which can be bent. */
function parts(change: { customer?: string; account?: string; email?: string; domain?: string } = {}) {
  const { customer = newId(), account = newId(), domain = newTenant() } = change
  const email = change.email ?? `admin@${domain}`
  const by = (who: Partner) => ({
    organisation: [
      `insert into organisation (id, kind, legal_name, country, created_at, domain, sort_key, terms, terms_version, made_by)
        values ($1, 'customer', 'Contoso', 'DE', now(), $2, 'contoso', '{}', 1, $3)`,
      [customer, domain, who.id],
    ] as Statement,
    account: [
      `insert into auth.account (id, audience, email, name, created_at, added_by)
        values ($1, 'customer', $2, 'Ada', now(), $3)`,
      [account, email, who.id],
    ] as Statement,
    added: [
      `insert into added_customer (customer_id, partner_id, account_id, added_by, added_at) values ($1, $2, $3, $4, now())`,
      [customer, who.id, account, who.person.id],
    ] as Statement,
    member: [
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
        values (gen_random_uuid(), $1, 'customer', $2, 'active', '{global_admin}', now())`,
      [account, customer],
    ] as Statement,
    credential: [
      `insert into auth.credential (account_id, password_hash, changed_at, temporary_until, past_first)
        values ($1, 'x', now(), now() + interval '1 day', false)`,
      [account],
    ] as Statement,
    again: [
      `update auth.credential set password_hash = 'y', temporary_until = now() + interval '1 day' where account_id = $1`,
      [account],
    ] as Statement,
    relationship: [
      `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_domain,
          customer_country, sort_key, services, change_id, terms_version)
        values (gen_random_uuid(), $1, $2, 'active', 'created', now(), 'x', null, 'DE', 'x', '{}', uuidv7(), 1)`,
      [customer, who.id],
    ] as Statement,
  })
  return { customer, account, domain, by }
}

/** A customer that a partner has added, and whose first admin has a first password. */
async function addedBy(who: Partner) {
  const one = parts()
  const { organisation, account, added, member, credential, relationship } = one.by(who)
  expect(await tried(who, organisation, account, added, member, credential, relationship)).toBe('1 rows')
  return one
}

test('R-163 a customer and an account of somebody else are nobody’s to add', async () => {
  const existing = await givenCustomer(database.api)
  const foreign = await addedBy(rival)
  for (const [customer, account] of [
    [existing.id, newId()],
    [foreign.customer, newId()],
    [newId(), existing.person.id],
    [newId(), foreign.account],
    [existing.id, existing.person.id],
  ] as const) {
    const one = parts({ customer, account, domain: newTenant() }).by(partner)
    const isNew = { customer: ![existing.id, foreign.customer].includes(customer as never) }
    const own = ![existing.person.id, foreign.account].includes(account as never)
    const before = [...(isNew.customer ? [one.organisation] : []), ...(own ? [one.account] : [])]
    expect(await tried(partner, ...before, one.added, one.member), `${customer} ${account}`).toBe(denied)
    expect(await tried(partner, ...before, one.member), `${customer} ${account}`).toBe(denied)
    expect(await tried(partner, ...before, one.relationship)).toBe(denied)
    if (!own) {
      expect(await tried(partner, one.credential)).toBe(denied)
      expect(await tried(partner, one.again)).toBe('0 rows')
    }
  }
})

test('R-163 a partner marks no customer as made by another, and none that is there as made by itself', async () => {
  const existing = await givenCustomer(database.api)
  const { organisation } = parts().by(rival)
  expect(await tried(partner, organisation)).toBe(denied)
  for (const id of [existing.id, (await addedBy(partner)).customer])
    expect(
      await tried(partner, ['update organisation set made_by = $2 where id = $1', [id, partner.id]]),
    ).toBe(denied)
  const own = await addedBy(partner)
  const update: Statement = ['update auth.account set added_by = $2 where id = $1', [own.account, partner.id]]
  expect(await tried(partner, update)).toBe(denied)
  // Where somebody has the name, the unique index answers, as it does for the page.
  const again = parts({ domain: own.domain })
  expect(await tried(rival, again.by(rival).organisation)).toBe('23505')
})

test('R-163 a customer has one first admin: no second account, no second membership, no account of another customer', async () => {
  const one = await addedBy(partner)
  const second = parts({ customer: one.customer, domain: one.domain, email: `eve@${one.domain}` }).by(partner)
  expect(await tried(partner, second.account, second.added)).toBe(denied)
  expect(await tried(partner, second.account, second.member)).toBe(denied)
  expect(await tried(partner, one.by(partner).member)).toBe(denied)
  const reused = parts({ account: one.account }).by(partner)
  expect(await tried(partner, reused.organisation, reused.added)).toBe(denied)
  expect(await tried(partner, reused.organisation, reused.member)).toBe(denied)
  // Another customer of its own, or one whose admin was removed, changes nothing of it.
  await asOwner(`update auth.membership set status = 'removed', roles = '{}' where account_id = $1`, [
    one.account,
  ])
  expect(await tried(partner, one.by(partner).member)).toBe(denied)
  expect(await tried(partner, one.by(partner).again)).toBe('0 rows')
})

test('R-163 neither an orphan nor a customer that somebody joined gets a first admin later', async () => {
  const one = parts()
  const { organisation, account, added, member } = one.by(partner)
  expect(await tried(partner, organisation)).toBe('1 rows')
  const person = await givenCustomer(database.api)
  await asOwner('update auth.membership set organisation_id = $2 where account_id = $1', [
    person.person.id,
    one.customer,
  ])
  expect(await tried(partner, account, added, member)).toBe(denied)
  // A row without its membership is not kept.
  const alone = parts().by(partner)
  expect(await tried(partner, alone.organisation, alone.account, alone.added)).toBe('23503')
})

test('R-002 a partner sets the first password until the admin has one of their own, and never again', async () => {
  const one = await addedBy(partner)
  const { again, credential } = one.by(partner)
  expect(await tried(partner, again)).toBe('1 rows')
  expect(await tried(rival, again)).toBe('0 rows')
  const lasting: Statement = [
    'update auth.credential set temporary_until = null where account_id = $1',
    [one.account],
  ]
  expect(await tried(partner, lasting)).toBe(denied)
  await asOwner('update auth.credential set temporary_until = null where account_id = $1', [one.account])
  await asOwner('select auth.take_up($1)', [one.account])
  expect(await tried(partner, again)).toBe('0 rows')
  expect(await tried(partner, credential)).toBe(denied)
  // Also where the password is a temporary one once more, or is gone.
  await asOwner(`update auth.credential set temporary_until = now() where account_id = $1`, [one.account])
  expect(await tried(partner, again)).toBe('0 rows')
  await asOwner('delete from auth.credential where account_id = $1', [one.account])
  expect(await tried(partner, credential)).toBe(denied)
  const link: Statement = [
    `insert into auth.one_time_link (id, kind, account_id, organisation_id, created_at, expires_at, kid, version)
      values (gen_random_uuid(), 'set_up', $1, $2, now(), now() + interval '1 day', $3, 1)`,
    [(await addedBy(partner)).account, partner.id, 1],
  ]
  expect(await tried(partner, link)).toBe(denied)
})

test('R-164 a partner learns of no company whether it is a customer here, and takes no company’s name', async () => {
  const [existing, own] = [await givenCustomer(database.api), await addedBy(rival)]
  const domains = [existing.domain ?? '', own.domain, newTenant()]
  expect([...(await as(partner, (db) => takenDomains(db, domains)))]).toEqual([own.domain])
  for (const domain of ['contoso.example', 'mail.contoso.onmicrosoft.com', ''])
    expect(await tried(partner, parts({ domain }).by(partner).organisation)).toBe(denied)
  const eve = parts({ email: 'ada@contoso.example' }).by(partner)
  expect(await tried(partner, eve.account)).toBe(denied)
  await asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
  expect((await as(partner, (db) => takenDomains(db, domains))).size).toBe(0)
  expect(await tried(partner, parts().by(partner).organisation)).toBe(denied)
  await asOwner(`update organisation set partner_status = 'active' where id = $1`, [partner.id])
})

test('R-163 the production query passes every policy', async () => {
  const domain = newTenant()
  const admin = { accountId: newId<'account'>(), name: 'Ada', email: `admin@${domain}` }
  const customer = { id: newId<'organisation'>(), legalName: 'Contoso', country: 'DE', domain, admin }
  const by = { partnerId: partner.id, resellerId: null, addedBy: partner.person.id as Id<'account'> }
  const [id] = await as(partner, (db) => insertAddedCustomers(db, [customer], by, new Date()))
  expect(await asOwner('select origin from relationship where id = $1', [id])).toEqual([
    { origin: 'created' },
  ])
})
