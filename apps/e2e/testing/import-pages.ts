// The pages of imports and of customers that a partner adds.
import { pageOn, type SitePage } from './site-page.ts'
import type { World } from './world.ts'

export async function importPages(world: World): Promise<SitePage[]> {
  const { person } = await world.partner()
  const token = await world.tokenFor(person)
  const file = Buffer.from('email;language\nada@contoso.example;de\nada at contoso;de\n').toString('base64')
  const upload = async () => {
    const input = { kind: 'invite', fileName: 'customers.csv', file }
    return ((await world.api.mutate(token, 'customerImports.upload', input)) as { id: string }).id
  }
  const [uploaded, checked] = [await upload(), await upload()]
  await world.asOwner(
    `update customer_import set state = 'checked', mapping = '{"email": 0, "language": 1}', counts = '{"good": 1, "bad": 1}'
      where id = $1`,
    [checked],
  )
  await world.asOwner(
    `update customer_import_row set state = 'bad', faults = '[{"column": "email", "fault": "unreadable"}]'
      where import_id = $1 and row = 2`,
    [checked],
  )
  const customer = { legalName: 'Contoso GmbH', country: 'DE', adminName: 'Ada Roy' }
  const tenant = `c${uploaded.slice(-12)}`
  const { id } = (await world.api.mutate(token, 'addedCustomers.add', { ...customer, tenant })) as {
    id: string
  }
  const portal = pageOn('partner')
  return [
    portal('imports', '/customers/import', person),
    portal('columns of an import', `/customers/import/${uploaded}`, person),
    portal('dry run of an import', `/customers/import/${checked}`, person),
    portal('add a customer', '/customers/add', person),
    portal('first admin', `/customers/${id}/first-admin`, person),
  ]
}
