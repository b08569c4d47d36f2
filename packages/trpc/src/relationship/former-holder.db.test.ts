import { readableToPartner } from '@entente/db/testing/readable'
import { expect, test } from 'vitest'
import { authorizing, type Choice, cloud, givenWorld, grantAll, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const services = cloud.services.map(({ id }) => id)
const lost = ['azure', 'intune']

type End = (given: {
  admin: Awaited<ReturnType<typeof world.as>>
  partnerId: Awaited<ReturnType<typeof world.partner>>['id']
}) => Promise<unknown>

const removed: End = ({ admin, partnerId }) =>
  admin.partnerRelationships.removeRoles({ partnerId, services: lost, idempotencyKey: crypto.randomUUID() })

const moved: End = async ({ admin, partnerId }) => {
  const rival = await world.partner({ legalName: 'Tailspin Rival' })
  const choices = services.map(
    (service): Choice => [service, lost.includes(service) ? 'move' : 'keep', partnerId],
  )
  await admin.invitation.accept(authorizing(tokenOf(rival, { withPrivileges: true }), choices))
  expect(JSON.stringify((await admin.partnerRelationships.list({})).partners)).toContain(rival.legalName)
}

const movedAlone: End = async ({ admin, partnerId }) => {
  const rival = await world.partner({ legalName: 'Tailspin Rival' })
  await admin.invitation.accept(authorizing(tokenOf(rival)))
  await admin.partnerRelationships.moveRoles({
    partnerId: rival.id,
    services: lost.map((service) => ({ service, holderSeen: partnerId })),
    agreement: { accepted: true, version: cloud.agreements.customer.version },
    idempotencyKey: crypto.randomUUID(),
  })
}

/** Everything that a partner can read after it lost two of a customer's services; ids, times, digests and terms masked. */
async function readableAfter(end: End, word: string): Promise<string> {
  const partner = await world.partner({ legalName: 'Fabrikam' })
  const customer = await world.customer({ legalName: 'Contoso', domain: `${word}.example` })
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  const { customers, partnerAccount, relationshipRequest } = await world.as(partner.person)
  const counter = await customers.counter()
  await end({ admin, partnerId: partner.id })
  const list = await customers.list({})
  const answers = {
    list,
    hasNews: JSON.stringify(await customers.counter()) !== JSON.stringify(counter),
    record: await customers.get({ id: list.customers[0]?.id as never }),
    activity: await partnerAccount.activity({}),
    log: await relationshipRequest.list({}),
    jobs: (await world.jobsAbout(partner.id)).map(({ name }) => name),
  }
  const rows = await readableToPartner(world, partner.id)
  expect(rows.admin_grant).toHaveLength(services.length)
  expect(rows.audit_record?.length).toBeGreaterThan(1)
  const own = [word, partner.person.name, partner.person.email, partner.id.slice(-12)]
  const text = JSON.stringify({ answers, rows }, null, 1)
  return [...own, ...Object.values(customer.person)]
    .reduce((masked, word) => masked.replaceAll(word, 'own'), text)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-(own|[0-9a-f]{12})/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replace(/"type": "Buffer",\s+"data": \[[\d\s,]*\]/g, 'digest')
    .replace(/"counter": "\w+"/g, 'counter')
    .replace(/"(terms|sortKey)": ".*"/g, '$1')
}

test('R-026 a service that moved to another partner reads, for its former holder, exactly like one that was taken away', async () => {
  const read = await readableAfter(removed, 'southwind')
  expect(await readableAfter(moved, 'northwind')).toBe(read)
  expect(await readableAfter(movedAlone, 'eastwind')).toBe(read)
})

test('R-026 the customer is told which of the two happened', async () => {
  const customer = await world.customer()
  const [holder, admin] = [await world.partner(), await world.as(customer.person)]
  await admin.invitation.accept(authorizing(tokenOf(holder, { withPrivileges: true }), grantAll))
  await moved({ admin, partnerId: holder.id })
  const { partners } = await admin.partnerRelationships.list({})
  const former = partners.find(({ id }) => id === holder.id)
  expect(former?.services.map(({ ended }) => ended?.reason)).toEqual(
    services.map((service) => (lost.includes(service) ? 'reassigned' : undefined)),
  )
})
