import { privilegesChanges } from '@entente/domain/relationship/admin-grant'
import type { Translate } from '@entente/i18n/translate'
import { partnerPrivilegesLostMail } from '../src/partner-privileges-lost.ts'
import { privilegesChangedMail } from '../src/privileges-changed.ts'

type Values = Omit<Parameters<typeof privilegesChangedMail>[0], 'change'>

/** The mails to a customer about what a partner can no longer do, or can do again. */
export const privilegesSamples = (values: Values, lostAt: Date, t: Translate) => ({
  ...Object.fromEntries(
    privilegesChanges.map((change) => [
      `privileges_${change}`,
      privilegesChangedMail({ ...values, change }, t),
    ]),
  ),
  ...Object.fromEntries(
    (['partner', 'operator'] as const).map((by) => [
      `given_up_${by}`,
      partnerPrivilegesLostMail(
        { ...values, by, services: ['Microsoft 365'], lostAt, timeZone: 'Europe/Berlin' },
        t,
      ),
    ]),
  ),
})
