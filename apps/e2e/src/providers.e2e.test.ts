import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fact, follow, press, says } from '../testing/enrolment.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-070 R-071 R-072 R-073 R-119 a provider writes its entry, an operator lists it, and a visitor of the Welcome page finds it', async () => {
  const legalName = `Wren Distribution ${Date.now()}`
  const provider = await world.partner({ legalName, kind: 'indirect_provider' })
  const portal = await world.pageOf('partner', provider.person)
  await portal.goto('/settings')
  await portal.getByRole('main').getByRole('link', { name: 'Provider directory' }).click()
  await says(portal, 'Write your entry. Only then can the operator list your company.')
  await portal.getByRole('group', { name: 'Works in' }).getByLabel('Norway').check()
  await portal.getByRole('group', { name: 'Services' }).getByLabel('Financing').check()
  await portal.getByLabel('E-mail').fill('resellers@wren.example')
  await portal.getByLabel('Phone').fill('+49 40 1234567')
  await press(portal, 'Save')
  // The languages were forgotten: nothing that was ticked is lost.
  await portal.getByRole('group', { name: 'Languages' }).getByLabel('Norwegian').check()
  await press(portal, 'Save')
  await says(portal, 'The entry is saved.')
  await says(portal, 'Saved. The operator decides whether to list your company.')

  const visitor = await world.pageOf('partner')
  await visitor.goto('/enrol')
  await follow(visitor, 'Find an indirect provider to work with')
  await visitor.getByLabel('Search providers').fill(legalName)
  await press(visitor, 'Search')
  await says(visitor, 'No provider fits. Try fewer filters.')

  const console = await world.pageOf('operator', await world.operator())
  await console.goto(`/partners/${provider.id}`)
  await follow(console, 'List')
  await console.getByLabel('Reason').fill('The company was called.')
  await press(console, 'List provider')
  await says(console, 'The provider is in the directory.')

  await visitor.reload()
  const found = visitor.getByRole('heading', { name: legalName })
  await found.waitFor()
  expect(await fact(visitor, 'Works in').textContent()).toContain('Norway')
  await visitor.getByRole('link', { name: 'resellers@wren.example' }).waitFor()
  await visitor.goto('/providers?country=NO&service=credit')
  await expect.poll(() => found.count()).toBe(0)
  await visitor.goto('/providers?country=NO&service=financing')
  await found.waitFor()
})
