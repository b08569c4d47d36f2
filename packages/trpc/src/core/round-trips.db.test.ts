import { plannedEachTime, proxied, roundTripsOf } from '@entente/db/testing/proxied'
import { expect, test } from 'vitest'
import { givenEnrolments, legalProfile, once } from '../../testing/enrolment.ts'
import {
  type Account,
  authorizing,
  type Caller,
  generousLimits,
  grantAll,
  tokenOf,
} from '../../testing/index.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world } = given
const { database, proxy } = await proxied(world.urls.api)

/**
 * The round trips of an act's transaction, on a connection that has prepared its statements: the last person does it on a
 * connection where the others did it before. The session was read before.
 */
async function roundTrips(people: Account[], act: (api: Caller) => Promise<unknown>): Promise<number> {
  let trips = 0
  for (const person of people) {
    const api = world.caller({ database, token: await world.tokenFor(person) })
    trips = await roundTripsOf(proxy, () => act(api))
  }
  return trips
}

const newAddress = () => `ada@elsewhere-${crypto.randomUUID().slice(0, 8)}.example`

test('an acceptance of a link with privileges takes three round trips', async () => {
  const partner = await world.partner()
  const people = [(await world.customer()).person, (await world.customer()).person]
  const accept = (api: Caller) =>
    api.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  expect(await roundTrips(people, accept)).toBe(3)
})

test('a request that is sent for a partner takes seven round trips', async () => {
  const { person } = await world.partner()
  const shown = await (await world.as(person)).relationshipRequest.draft({})
  const { templateVersion, language, withPrivileges, subject, link } = shown
  const paragraphs = shown.paragraphs.map(({ key, text }) => ({ key, text }))
  const draft = { templateVersion, language, withPrivileges, subject, link, paragraphs }
  const send = (api: Caller) => api.relationshipRequest.send({ draft, recipients: [newAddress()], ...once() })
  expect(await roundTrips([person, person], send)).toBe(7)
})

test('a user who is added takes five round trips', async () => {
  const { person } = await world.partner()
  const add = (api: Caller) =>
    api.users.add({ name: 'Ada Roy', email: newAddress(), agentType: 'helpdesk_agent', ...once() })
  expect(await roundTrips([person, person], add)).toBe(5)
})

test('a legal profile that is saved takes four round trips', async () => {
  const { account } = await given.applicant()
  const save = (api: Caller) => api.enrolment.saveLegalProfile({ ...legalProfile, ...once() })
  expect(await roundTrips([account, account], save)).toBe(4)
})

test('the statements of an acceptance and of reading its invitation are planned once, not each time', async () => {
  const partner = await world.partner()
  const token = tokenOf(partner, { withPrivileges: true })
  // So many that every plan of a few of them goes by an index.
  await world.asOwner(`insert into organisation (id, kind, legal_name, country, domain, created_at)
    select gen_random_uuid(), 'customer', n, 'FR', n || '.example', now() from generate_series(1, 5000) n`)
  await world.asOwner('vacuum analyze')
  for (let time = 0; time < 8; time++) {
    const { person } = await world.customer()
    const api = world.caller({ database, token: await world.tokenFor(person) })
    await api.invitation.card({ token })
    await api.invitation.review({ token })
    await api.invitation.accept(authorizing(token, grantAll))
    await api.partnerRelationships.list({})
  }
  expect(await plannedEachTime(database)).toEqual([])
})
