import { type OperatorRole, operatorRoles, type Role } from '@entente/domain/core/role'
import { type ActivityListInput, activityListInput, isActivity } from '@entente/domain/partner/activity'
import type { Translate } from '@entente/i18n/translate'

export const filterNames = ['subject', 'person', 'from', 'until'] as const
export type ActivityFilters = Partial<Pick<ActivityListInput, (typeof filterNames)[number]>>

/** Reads the filters that the address keeps (U4). One that cannot be read is left out, and the page says so. */
export function readFilters(parameters: URLSearchParams): { filters: ActivityFilters; isReadable: boolean } {
  const filters: Record<string, unknown> = {}
  let isReadable = true
  for (const name of filterNames) {
    const text = parameters.get(name)?.trim().slice(0, 200) || undefined
    const parsed = activityListInput.shape[name].safeParse(text)
    if (!parsed.success) isReadable = false
    else if (parsed.data !== undefined) filters[name] = parsed.data
  }
  return { filters, isReadable }
}

/** The address of the log, or of its export, with what it shows. */
export function activityHref(path: string, state: Record<string, string | undefined>): string {
  const given = Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

export const whatHappened = (t: Translate, action: string): string =>
  isActivity(action) ? t(`settings.act.${action}`) : t('settings.activity.other', { code: action })

type Entry = { person: { name: string } | null; isSignedIn: boolean; roles: readonly Role[] }

/** Who acted: a colleague by name; of others the log knows only which side they are on. */
export function whoActed(t: Translate, { person, isSignedIn, roles }: Entry): string {
  if (person) return person.name
  if (!isSignedIn) return t('settings.activity.nobody')
  const isOperator = roles.some((role) => operatorRoles.includes(role as OperatorRole))
  return t(isOperator ? 'settings.activity.operator' : 'settings.activity.outside')
}
