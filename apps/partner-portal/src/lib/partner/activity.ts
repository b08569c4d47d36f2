import { may } from '@entente/domain/core/permission'
import { type OperatorRole, operatorRoles, type Role } from '@entente/domain/core/role'
import { activityListInput, activityOf } from '@entente/domain/partner/activity'
import { formatEntries, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { filtersIn } from '@entente/site/list-filters'
import { partnerPermissions } from './role-help.ts'

const filterNames = ['subject', 'person', 'from', 'until'] as const

/** Reads the filters from the URL (U4). An invalid one is left out, and the page says so. */
export const readFilters = (parameters: URLSearchParams) =>
  filtersIn(activityListInput.shape, filterNames, parameters)

/** Says what happened, for a present or a former action. Shows an unknown action by its code. */
export function whatHappened(t: Translate, action: string): string {
  const activity = activityOf(action)
  return activity ? t(`settings.act.${activity}`) : t('settings.activity.other', { code: action })
}

type Entry = {
  person: { name: string } | null
  outsider: { name: string; company: string } | null
  isSignedIn: boolean
  roles: readonly Role[]
}

/** Who acted: a colleague by name; of others the log knows only their side. */
export function whoActed(t: Translate, { person, outsider, isSignedIn, roles }: Entry): string {
  if (person) return person.name
  if (outsider) return `${outsider.name} (${outsider.company})`
  if (!isSignedIn) return t('common.not_signed_in')
  const isOperator = roles.some((role) => operatorRoles.includes(role as OperatorRole))
  return t(isOperator ? 'settings.activity.operator' : 'settings.activity.outside')
}

const namesMax = 3

/** What an act was about, for the page: the first names, and how many more there are. The export has all of them. */
export function shortAbout(t: Translate, names: readonly string[]): string {
  const rest = names.length - namesMax
  if (rest <= 0) return formatList(t.locale, names)
  return t('settings.activity.about.more', {
    names: formatEntries(t.locale, names.slice(0, namesMax)),
    count: rest,
  })
}

type About = {
  about: readonly string[]
  permission: string | null
  /** The page that a provider opened. */
  viewed?: 'profile' | 'users' | 'activity' | null
  place: { of: 'customer' | 'user' | 'request'; id: string } | null
}

const pages = {
  customer: { path: '/customers', permission: 'customers.view' },
  user: { path: '/settings/users', permission: 'users.view' },
  request: { path: '/requests', permission: 'relationship_request.view_log' },
} as const

/** What an act was about, in words, with its page for roles that may open it: for something refused, what the person wanted to do. */
export function objectOf(
  t: Translate,
  { about, permission, viewed, place }: About,
  roles: readonly Role[],
): { text: string; href?: string } {
  const refused = partnerPermissions.find((known) => known === permission)
  if (refused) return { text: t(`users.permission.${refused}`) }
  if (viewed) return { text: t(`portal.nav.${viewed}`) }
  const text = shortAbout(t, about)
  const page = place && pages[place.of]
  return page && may('partner', roles, page.permission)
    ? { text, href: `${page.path}/${place.id}` }
    : { text }
}
