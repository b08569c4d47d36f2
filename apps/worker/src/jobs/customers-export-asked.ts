import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { lockUnfinishedExport, saveExportPart } from '@entente/db/relationship/customer-exports'
import { countCustomers, readCustomers } from '@entente/db/relationship/customers'
import type { CustomerColumn } from '@entente/domain/relationship/customer-list-sizes'
import { countryName } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import type { JobData } from '@entente/queue/jobs'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** How many rows one transaction reads and saves, so that memory stays the same however long the list is. */
const piece = 1000

/** Writes a person's export of the list piece by piece, from where the last run ended. */
export const customersExportAsked: Handler<'customers.export-asked'> = async (tools, data) => {
  const { database } = tools
  const tenant = { organisationId: data.partnerId, audience: 'partner' as const, personId: null }
  while (await asTenant(database, tenant, (db) => writePiece(tools, db, data)));
}

/** Writes the next piece. False once there is none: the export is whole, or another one has replaced it. */
async function writePiece(
  { cloud, clock }: Tools,
  db: PartnerDb,
  { partnerId, exportId: id }: JobData<'customers.export-asked'>,
): Promise<boolean> {
  const asked = await lockUnfinishedExport(db, partnerId, id)
  if (!asked) return false
  const now = clock()
  const { columns, ...filters } = asked.wish
  const wish = { ...filters, limit: piece, catalogue: cloud.services.map(({ id }) => id), now }
  const total = asked.total ?? (await countCustomers(db, partnerId, wish))
  const page = await readCustomers(db, partnerId, { ...wish, cursor: asked.place ?? undefined })
  const t = wordsFor(cloud, asked.language)
  const nameOf = new Map(cloud.services.map(({ id, name }) => [id, name]))
  const rows = page.customers.map((row) => {
    const services = row.services.map((service) => nameOf.get(service) ?? service)
    return [row.name, ...columns.map((column) => cellOf(t, column, { ...row, services }))]
  })
  await saveExportPart(db, { id, partnerId, number: asked.parts, total }, rows, {
    ...{ place: page.nextCursor, now },
  })
  return page.nextCursor !== null
}

type Row = Awaited<ReturnType<typeof readCustomers>>['customers'][number]

function cellOf(t: Translate, column: CustomerColumn, row: Row): string {
  const cells: Record<CustomerColumn, () => string> = {
    alias: () => row.alias ?? '',
    domain: () => row.domain ?? '',
    country: () => countryName(t.locale, row.country),
    privileges: () => row.services.join('; '),
    tags: () => row.tags.join('; '),
    origin: () => t(`common.customer_origin.${row.origin}`),
    since: () => row.since.toISOString(),
  }
  return cells[column]()
}
