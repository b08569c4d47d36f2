import { csvDownload } from '@entente/site/csv'
import { requireSession } from '@entente/site/session'
import { contactOf, rightsOf } from '#lib/relationship/access-register.ts'
import type { RequestHandler } from './$types'

const columns = [
  ...(['partner', 'partner_id', 'service', 'rights', 'since', 'last_use', 'contact'] as const),
  ...(['agreement', 'accepted', 'deciders'] as const),
]

/** Exports who has access to the customer, for auditors. */
export const GET: RequestHandler = (event) => {
  requireSession(event)
  const { api, t } = event.locals
  return csvDownload(
    event,
    'partner-access-register',
    columns.map((column) => t(`acceptance.register.column.${column}`)),
    async () => ({ ...(await api.accessRegister.list.query()), nextCursor: null }),
    ({ rows, admins }) => {
      const deciders = admins.map(({ name, email }) => `${name} <${email}>`).join('; ')
      return rows.map((row) => [
        row.partner.legalName,
        row.partner.partnerId,
        row.grant?.name ?? '',
        rightsOf(t, row),
        new Date(row.grant?.since ?? row.partner.customerSince).toISOString(),
        row.grant?.lastUsedAt ? new Date(row.grant.lastUsedAt).toISOString() : '',
        contactOf(row).join('; '),
        row.partner.agreement ? `${row.partner.agreement.name} ${row.partner.agreement.version}` : '',
        row.partner.agreement ? new Date(row.partner.agreement.acceptedAt).toISOString() : '',
        deciders,
      ])
    },
  )
}
