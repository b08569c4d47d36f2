import type { RecordPermission } from '@entente/domain/relationship/customer-access'
import { roleNames } from '@entente/i18n/refusal'
import type { PlainKey, Translate } from '@entente/i18n/translate'
import type { CustomerRecord } from '#lib/relationship/customer-record.server.ts'

/** A part of a customer's record, at `/customers/<id>/<slug>`, and what a person needs to open it. */
export type Area = { slug: string; label: PlainKey; permission: RecordPermission }

/** The areas of a record, in the order of the navigation. */
export const areas = [
  { slug: '', label: 'portal.customer.area.overview', permission: 'customers.view' },
  { slug: 'account', label: 'record.profile.title', permission: 'customer_profile.view' },
  { slug: 'subscriptions', label: 'record.subscriptions', permission: 'subscriptions.view' },
  { slug: 'support', label: 'record.support.title', permission: 'subscriptions.view' },
  { slug: 'users', label: 'record.users.title', permission: 'customer_users.view' },
  { slug: 'licences', label: 'record.licences.title', permission: 'customer_licences.view' },
  { slug: 'service-requests', label: 'common.nav.service_requests', permission: 'service_requests.view' },
  { slug: 'billing', label: 'portal.nav.billing', permission: 'billing.view' },
  { slug: 'agreement', label: 'portal.customer.account.agreement', permission: 'customer_agreement.view' },
  { slug: 'permissions', label: 'record.purchases.area', permission: 'customer_purchases.view' },
] as const satisfies readonly Area[]

/** The areas of one customer, each with the reason where it is closed to this person. */
export const areasOf = ({ id, acts }: CustomerRecord, t: Translate) =>
  areas.map(({ slug, label, permission }) => {
    const { access, roles } = acts[permission]
    return {
      href: slug ? `/customers/${id}/${slug}` : `/customers/${id}`,
      label: t(label),
      reason:
        access === 'allowed'
          ? undefined
          : t(`portal.customer.area.closed.${access}`, { roles: roleNames(t, roles) }),
    }
  })
