import { may, rolesFor } from '@entente/domain/core/permission'
import { roleNames } from '@entente/i18n/refusal'
import { requireSession } from '@entente/site/session'
import { opens, sectionsOf } from '#lib/core/navigation.ts'
import { settingsStates } from '#lib/partner/settings-states.ts'
import { namesOf } from '#lib/partner/users.server.ts'
import type { PageServerLoad } from './$types'

/** Every section. Those that the person may not open name the required role and who can give it (U-17). */
export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { api, t, cloud, timeZone } = event.locals
  const person = { roles, status: organisation?.status ?? null, kind: organisation?.partnerKind ?? null }
  const settings = opens(person, 'home.view') ? await api.partnerAccount.settings.query() : undefined
  const who = namesOf(t.locale, settings?.admins ?? [])
  const states = settings
    ? settingsStates(t, settings, { locale: t.locale, timeZone, renderedAt: Date.now() })
    : {}
  const mayEnrolAgain =
    person.status === 'active' &&
    may('partner', roles, 'enrolment.manage') &&
    cloud.enrolment.kinds.length > 1
  return {
    notice: settings?.notice ?? null,
    sections: [
      ...sectionsOf({ ...person, cloud }).map(({ permission, ...section }) => ({
        ...section,
        states: states[section.href] ?? [],
        reason: opens(person, permission)
          ? undefined
          : t('portal.settings.not_allowed', { roles: roleNames(t, rolesFor(permission)), ...who }),
      })),
      ...(mayEnrolAgain ? [anotherAccount] : []),
    ],
  }
}

/** A company that is a partner already gives only its support contact for another kind of account. */
const anotherAccount = {
  href: '/enrol',
  label: 'portal.nav.another_account',
  text: 'portal.settings.another_account.text',
  states: [],
  reason: undefined,
} as const
