import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const operator = async () => world.as(await world.operator('none', 'operator_admin'))
const [ada, ben] = [await operator(), await operator()]
const because = (reason: string) => ({ reason, ...once() })
const actionsOf = async (chain: Parameters<typeof world.auditOf>[0]) =>
  (await world.auditOf(chain)).map(({ action }) => action)

async function ending() {
  const partner = await world.partner()
  const statusOf = async () => (await ada.operatorPartners.get({ id: partner.id })).partner.status
  const end = (by = ada) =>
    by.operatorPartners.deauthorise({ id: partner.id, typedName: partner.legalName, ...because('Fraud') })
  return { partner, statusOf, end }
}
const openRequest = async (of: string) => {
  const { requests } = await ben.operatorRequests.list()
  const found = requests.find(({ targetId }) => targetId === of)
  if (!found) throw new Error(`Nothing is asked about ${of}.`)
  return found
}

test('U12 one operator ends a partner until four eyes are set; then a second one has to confirm', async () => {
  const before = await ending()
  expect(await before.end()).toEqual({ asked: false })
  expect(await before.statusOf()).toBe('deauthorised')
  expect(await ada.operatorSettings.setFourEyes({ isOn: true, ...because('We are two now') })).toEqual({
    asked: false,
  })
  const { partner, statusOf, end } = await ending()
  expect(await end()).toEqual({ asked: true })
  expect(await statusOf()).toBe('active')
  expect(await actionsOf(partner.id)).toEqual([])
  const { id, ...asked } = await openRequest(partner.id)
  expect(asked).toMatchObject({
    kind: 'deauthorise_partner',
    partnerName: partner.legalName,
    reason: 'Fraud',
  })
  expect(await refusalFrom(end(ben))).toMatchObject({ code: 'already_asked' })
  expect(await refusalFrom(ada.operatorRequests.confirm({ id, ...once() }))).toEqual({ code: 'own_request' })
  expect(
    await outcomesOf(...[ben, await operator()].map((by) => by.operatorRequests.confirm({ id, ...once() }))),
  ).toEqual(['done', 'request_settled'])
  expect(await statusOf()).toBe('deauthorised')
  expect(await actionsOf(partner.id)).toEqual(['partner.deauthorised'])
})

test('U12 a request that was withdrawn, or came too late, ends nobody', async () => {
  await ada.operatorSettings.setFourEyes({ isOn: true, ...because('Still two') })
  const { partner, statusOf, end } = await ending()
  await end()
  const { id } = await openRequest(partner.id)
  await ada.operatorRequests.withdraw({ id, ...once() })
  expect(await refusalFrom(ben.operatorRequests.confirm({ id, ...once() }))).toMatchObject({
    code: 'request_settled',
  })
  await end()
  const again = await openRequest(partner.id)
  await ada.operatorPartners.suspend({
    id: partner.id,
    told: 'Please pay',
    freeze: false,
    ...because('Overdue'),
  })
  await ben.operatorRequests.confirm({ id: again.id, ...once() })
  expect(await statusOf()).toBe('deauthorised')
  const records = await actionsOf(instanceChain)
  expect(records).toEqual(expect.arrayContaining(['operator_request.asked', 'operator_request.withdrawn']))
})

test('U12 one operator cannot end the rule in order to end a partner', async () => {
  await ada.operatorSettings.setFourEyes({ isOn: true, ...because('Still two') })
  expect(await ada.operatorSettings.setFourEyes({ isOn: false, ...because('Ben is away') })).toEqual({
    asked: true,
  })
  const { partner, statusOf, end } = await ending()
  expect(await end()).toEqual({ asked: true })
  expect(await statusOf()).toBe('active')
  const { id } = await openRequest(instanceChain)
  await ben.operatorRequests.confirm({ id, ...once() })
  expect((await ada.operatorSettings.get()).fourEyes).toBe(false)
  // What was asked for before still waits for its second operator.
  expect(await openRequest(partner.id)).toMatchObject({ kind: 'deauthorise_partner' })
})
