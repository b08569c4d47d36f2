import { givenReplicated } from '@entente/db/testing/replicated'
import { waitFor } from '@entente/testkit/wait'
import { afterEach, expect, test, vi } from 'vitest'
import { authorizing, type Caller, givenWorld, refusalFrom, tokenOf } from '../../testing/index.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const { server, network, caughtUp, readsDuring, pause, resume } = await givenReplicated()
const world = await givenWorld({ server })
afterEach(async () => {
  network.heal()
  await resume()
})

async function givenCustomerOf(partner: Awaited<ReturnType<typeof world.partner>>, legalName: string) {
  const customer = await world.customer({ legalName })
  await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
}

const [partner, other] = [await world.partner(), await world.partner()]
await givenCustomerOf(partner, 'Kestrel Works')
await givenCustomerOf(other, 'Osprey Works')
const agent = await world.as(partner.person)
const operator = await world.as(await world.operator())
const namesOf = async (reader: Caller) => (await reader.customers.list({})).customers.map(({ name }) => name)
const names = () => namesOf(agent)

/** What a list shows once it is read from the replica. */
async function seenThere(list: () => Promise<string[]>): Promise<string[]> {
  let seen: string[] = []
  // Whatever the primary writes by itself meanwhile may keep a read there.
  await waitFor(
    () =>
      readsDuring(async () => {
        seen = await list()
      }),
    { what: 'a list from the replica' },
  )
  return seen
}

test.each([
  ['customers', () => agent.customers.list({})],
  ['a search', () => agent.customers.list({ search: 'kestr' })],
  ['the page of customers', () => agent.customers.page({})],
  ['the console’s partners', () => operator.operatorPartners.list({})],
  ['the console’s customers', () => operator.operatorCustomers.list({})],
  ['the console’s applications', () => operator.operatorEnrolments.list({})],
  ['the audit', () => operator.operatorAudit.list({})],
] as const)('a replica that is up to date gives %s', async (_, list) => {
  await caughtUp()
  // Whatever the primary writes by itself meanwhile may keep one of them there.
  await waitFor(() => readsDuring(list), { what: 'a list from the replica' })
})

test('S1 on the replica each partner sees its own customers alone', async () => {
  const theirs = await world.as(other.person)
  await caughtUp()
  expect(await seenThere(names)).toEqual(['Kestrel Works'])
  expect(await seenThere(() => namesOf(theirs))).toEqual(['Osprey Works'])
})

test('what was acknowledged is in the next list, though the replica does not have it yet', async () => {
  const shared = await world.partner()
  const reader = await world.as(shared.person)
  await pause()
  await givenCustomerOf(shared, 'Merlin Works')
  expect(await readsDuring(async () => expect(await namesOf(reader)).toEqual(['Merlin Works']))).toBe(false)
  await resume()
  await caughtUp()
  expect(await seenThere(() => namesOf(reader))).toEqual(['Merlin Works'])
})

test('S2 a session that ended is refused, though the replica still knows it as live', async () => {
  const { person } = await world.partner()
  const token = await world.tokenFor(person)
  const leaver = world.caller({ token, site: 'partner' })
  await leaver.customers.list({})
  await caughtUp()
  await pause()
  await leaver.session.signOut()
  expect(await refusalFrom(leaver.customers.list({}))).toMatchObject({ code: 'not_signed_in' })
})

test.each(['reset', 'stall'] as const)(
  'R5 lists are read from the primary while the network to the replica is %s, and from the replica again after it',
  async (fault) => {
    await caughtUp()
    await names()
    network[fault]()
    const began = performance.now()
    expect(await names()).toEqual(['Kestrel Works'])
    expect(performance.now() - began).toBeLessThan(2000)
    network.heal()
    await caughtUp()
    await waitFor(() => readsDuring(names), { timeoutMs: 10_000, intervalMs: 200 })
  },
)
