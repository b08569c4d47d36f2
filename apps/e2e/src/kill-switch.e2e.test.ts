// What a compromised or former partner can reach: links with privileges, other partners, frozen and ended grants.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const given = async (word: string) => {
  const partner = await world.partner({ legalName: `${word} ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  const { relationshipId } = await world.accept(customer.person, token)
  return { partner, customer, token, relationshipId }
}

test('D-06 a sales agent reads an admin agent’s request without its link to privileges', async () => {
  const partner = await world.partner({ legalName: `Kestrel ${Date.now()}` })
  const { token, url } = await world.linkOf(partner.person)
  const agent = await world.pageOf('partner', partner.person)
  await agent.goto('/requests/new')
  await agent.getByRole('button', { name: 'Done', exact: true }).click()
  await agent.waitForURL((address) => address.pathname !== '/requests/new')
  const [request] = await world.asOwner<{ id: string }>(
    'select id from relationship_request where partner_id = $1',
    [partner.id],
  )
  await agent.goto(`/requests/${request?.id}`)
  await agent.getByText(url).waitFor()
  const roles = ['sales_agent' as const]
  const colleague = await world.person({ organisationId: partner.id, audience: 'partner', roles })
  const sales = await world.pageOf('partner', colleague)
  await sales.goto(`/requests/${request?.id}`)
  await sales.getByText('This link asks for admin privileges').waitFor()
  for (const path of [`/requests/${request?.id}`, '/requests', '/requests/new'])
    expect(await (await sales.request.get(path)).text(), path).not.toContain(token)
})

test('R-026 a service that moved and one that was taken away read alike for the former partner, and not for the customer', async () => {
  const rival = await world.partner()
  const { token: rivals } = await world.linkOf(rival.person)
  const told = async (end: 'moved' | 'removed') => {
    const { partner, customer, relationshipId } = await given('Merlin')
    if (end === 'moved') await world.accept(customer.person, rivals, ['azure'])
    else
      await world.api.mutate(await world.tokenFor(customer.person), 'partnerRelationships.removeRoles', {
        ...{ partnerId: partner.id, services: ['azure'] },
      })
    const portal = await world.pageOf('partner', partner.person)
    await portal.goto('/settings/activity')
    const activity = await portal.locator('table').textContent()
    await portal.goto(`/customers/${relationshipId}`)
    const record = await portal.locator('main').textContent()
    const file = await (await portal.request.get('/settings/activity/export')).text()
    const page = await world.pageOf('customer', customer.person)
    await page.goto('/partner-relationships')
    const shown = await page.locator('main').textContent()
    const own = [
      customer.legalName,
      customer.id,
      customer.domain ?? '',
      partner.legalName,
      partner.person.name,
    ]
    const masked = [...own, partner.person.email]
      .reduce((text, word) => text.replaceAll(word, '…'), [activity, record, file].join('\n'))
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{1,2}:\d\d/g, '…')
    return { masked, shown }
  }
  const [moved, removed] = [await told('moved'), await told('removed')]
  expect(moved.masked).toBe(removed.masked)
  expect(moved.masked).not.toContain(rival.legalName)
  expect(moved.shown).toContain('Moved to another partner just now')
  expect(removed.shown).toContain('Removed, effective now')
})

test('§4.2 §4.8 an operator freezes, thaws and ends a partner’s privileges; partner and customers see it and get one mail each', async () => {
  const { partner, customer, relationshipId } = await given('Harrier')
  const { customer: second } = await given('Other')
  const { token } = await world.linkOf(partner.person)
  await world.accept(second.person, token, [])
  const console = await world.pageOf('operator', await world.operator())
  const act = async (link: string, submit: string) => {
    await console.goto(`/partners/${partner.id}`)
    await console.getByRole('link', { name: link, exact: true }).click()
    await console.getByLabel('Reason').fill('Stolen sign-ins')
    const told = console.getByLabel('What the partner is told')
    if (await told.isVisible()) await told.fill('Your sign-ins were stolen.')
    const typed = console.getByLabel(`Type ${partner.legalName} to confirm`)
    if (await typed.isVisible()) await typed.fill(partner.legalName)
    const consequences = await console.locator('main').textContent()
    await console.getByRole('button', { name: submit, exact: true }).click()
    await console.waitForURL((url) => url.searchParams.has('done'))
    return consequences
  }
  const portal = await world.pageOf('partner', partner.person)
  const record = async () => {
    await portal.goto(`/customers/${relationshipId}`)
    return portal.locator('main').textContent()
  }
  const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  const shown = async () => {
    await page.goto(`/partner-relationships/${partner.id}`)
    return page.locator('main').textContent()
  }

  expect(await act('Freeze privileges', 'Freeze privileges')).toContain('1 customer is affected')
  await console.getByText('The privileges are frozen.').waitFor()
  expect(await console.locator('main').textContent()).toMatch(/Frozen since .*Stolen sign-ins/s)
  expect(await record()).toContain('Frozen by the operator since')
  expect(await shown()).toContain('Frozen by the operator since')
  await world.mails.arrival(customer.person.email, /are frozen/)

  await act('Lift freeze', 'Lift freeze')
  expect(await record()).not.toContain('Frozen')
  expect(await shown()).not.toContain('Frozen')
  await world.mails.arrival(customer.person.email, /work again/)

  await act('Suspend', 'Suspend partner')
  expect(await record()).not.toContain('Frozen')
  expect(await act('De-authorise', 'De-authorise permanently')).toContain('Its privileges at 1 customer end')
  await world.mails.arrival(customer.person.email, /have ended/)
  await expect.poll(shown).toContain('Ended by the operator just now')

  const mails = (await world.mails.to(customer.person.email)).map(({ subject }) => subject)
  const about = mails.filter(
    (subject) => subject.includes(partner.legalName) && subject.includes('privileges'),
  )
  expect(about).toHaveLength(3)
  expect((await world.mails.to(second.person.email)).join()).not.toContain(partner.legalName)
  const chain = await world.asOwner<{ action: string; payload: object }>(
    'select action, payload from audit_record where organisation_id = $1 order by id',
    [customer.id],
  )
  expect(chain.map(({ action }) => action).slice(-3)).toEqual([
    ...['partner.privileges_frozen', 'partner.privileges_thawed', 'admin_grant.removed_by_operator'],
  ])
  expect(JSON.stringify([chain, await shown()])).not.toContain('Stolen')
})
