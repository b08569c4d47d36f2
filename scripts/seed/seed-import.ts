// A partner's own file, checked and with rows that wait to be corrected: the worker reads it once the instance runs.
import type { Cloud } from '@entente/domain/core/cloud'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'

const linesFor = ({ customers }: Cloud): string[] => {
  const country = customers.countries?.[0] ?? 'DE'
  return [
    'Company;Country;Domain name;Contact',
    `Graphic Design Institute;${country};graphicdesign;Ines Rossi`,
    `Coho Winery;${country};cohowinery;Hugo Weber`,
    'Southridge Video;Atlantis;southridgevideo;Kaya Okafor',
    `Wide World Importers;${country};wide world;Jonas Rossi`,
    `Coho Vineyard;${country};cohowinery;Hugo Weber`,
    `Liberty's Bakery;${country};libertysbakery;Greta Okafor`,
  ]
}

export async function seedImport({ at, cloud }: Actors, person: Actor): Promise<void> {
  if (!cloud.customers.newAllowed) return
  const { customerImports } = await at(ago(1), person)
  const file = Buffer.from(linesFor(cloud).join('\r\n')).toString('base64')
  const { id } = await customerImports.upload({
    kind: 'add',
    fileName: 'customers-2026.csv',
    file,
    ...once(),
  })
  const mapping = { name: 0, country: 1, tenant: 2, admin: 3 }
  await customerImports.map({ id, mapping, language: 'en', ...once() })
}
