import type { Cloud } from '@entente/domain/core/cloud'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import { opensTo, type Permission } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'

type Person = { roles: readonly Role[]; status: PartnerStatus | null; kind: PartnerKind | null }

type Section = {
  href: string
  label: string
  text: string
  permission: Permission
  kind?: PartnerKind
  needs?: keyof Features
}

/** The sections of **Settings**, each with the permission that opens it, and the kind of partner that has it if not all do. */
const settingsPages = [
  {
    href: '/settings/users',
    label: 'portal.nav.users',
    text: 'portal.settings.users.text',
    permission: 'users.view',
  },
  {
    href: '/settings/profile',
    label: 'portal.nav.profile',
    text: 'portal.settings.profile.text',
    permission: 'account.edit_support',
  },
  {
    href: '/settings/business-profile',
    label: 'portal.nav.business_profile',
    text: 'portal.settings.business_profile.text',
    permission: 'business_profile.edit',
    needs: 'businessProfile',
  },
  {
    href: '/settings/sign-in',
    label: 'portal.nav.sign_in',
    text: 'portal.settings.sign_in.text',
    permission: 'account.manage_sign_in',
  },
  {
    href: '/settings/agreement',
    label: 'portal.nav.agreement',
    text: 'portal.settings.agreement.text',
    permission: 'account.view',
  },
  {
    href: '/settings/activity',
    label: 'portal.nav.activity',
    text: 'portal.settings.activity.text',
    permission: 'account.view_activity',
  },
  {
    href: '/settings/provider',
    label: 'portal.nav.provider',
    text: 'portal.settings.provider.text',
    permission: 'provider_entry.edit',
    kind: 'indirect_provider',
  },
] as const satisfies readonly Section[]

/** The sections that this kind of partner has in its cloud, opened or not. */
export const sectionsOf = ({ kind, cloud }: Pick<Person, 'kind'> & { cloud: Features }) =>
  settingsPages
    .filter((section) => !('kind' in section) || section.kind === kind)
    .filter((section) => !('needs' in section) || cloud[section.needs].isOn)

/** The cloud's rules that decide which sections exist. */
export type Features = Pick<Cloud, 'businessProfile' | 'referrals'>

type Page = Pick<Section, 'href' | 'label' | 'kind' | 'needs'> & { permissions: readonly Permission[] }

const pages = [
  { href: '/', label: 'common.nav.home', permissions: ['home.view'] },
  { href: '/customers', label: 'common.nav.customers', permissions: ['customers.view'] },
  { href: '/requests', label: 'common.nav.requests', permissions: ['relationship_request.view_log'] },
  {
    href: '/service-requests',
    label: 'common.nav.service_requests',
    permissions: ['service_requests.view'],
  },
  { href: '/referrals', label: 'common.nav.referrals', permissions: ['referrals.view'], needs: 'referrals' },
  { href: '/billing', label: 'portal.nav.billing', permissions: ['billing.view'] },
  {
    href: '/indirect-resellers',
    label: 'portal.nav.resellers',
    permissions: ['partnerships.view'],
    kind: 'indirect_provider',
  },
  {
    href: '/indirect-providers',
    label: 'portal.nav.providers',
    permissions: ['partnerships.view'],
    kind: 'indirect_reseller',
  },
  {
    href: '/settings',
    label: 'portal.nav.settings',
    permissions: settingsPages.map(({ permission }) => permission),
  },
] as const satisfies readonly Page[]

/** Whether a person may open a page: their roles have its permission, and their company's status allows it. */
export const opens = ({ roles, status }: Pick<Person, 'roles' | 'status'>, permission: Permission): boolean =>
  opensTo(roles, status, permission)

/** The main navigation: the pages that a person may open. The permission table, the kind of partner and the cloud's features decide. */
export const navigationFor = ({ cloud, ...person }: Person & { cloud?: Features }) =>
  pages
    .filter((page) => !('needs' in page) || cloud?.[page.needs].isOn)
    .filter((page) => !('kind' in page) || page.kind === person.kind)
    .filter(({ permissions }) => permissions.some((permission) => opens(person, permission)))
    .map(({ href, label }) => ({ href, label }))
