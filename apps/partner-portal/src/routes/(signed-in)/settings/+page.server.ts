import { may, rolesFor } from '@entente/domain/core/permission'
import { roleNames } from '@entente/i18n/refusal'
import { requireSession } from '@entente/site/session'
import { opens, settingsPages } from '#lib/core/navigation.ts'
import { namesOf } from '#lib/partner/users.server.ts'
import type { PageServerLoad } from './$types'

/** Every section. Those that the person may not open name the required role and who can give it (U-17). */
export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { api, t, cloud } = event.locals
  const person = { roles, status: organisation?.status ?? null }
  const isOpen = settingsPages.every(({ permission }) => opens(person, permission))
  const who = isOpen ? undefined : namesOf(t.locale, (await api.users.globalAdmins.query()).admins)
  const { notice } = may('partner', roles, 'account.edit')
    ? await api.partnerAccount.notice.query()
    : { notice: null }
  const mayEnrolAgain =
    person.status === 'active' &&
    may('partner', roles, 'enrolment.manage') &&
    cloud.enrolment.kinds.length > 1
  return {
    notice,
    sections: [
      ...settingsPages.map(({ permission, ...section }) => ({
        ...section,
        reason:
          who && !opens(person, permission)
            ? t('portal.settings.not_allowed', { roles: roleNames(t, rolesFor(permission)), ...who })
            : undefined,
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
  reason: undefined,
} as const
