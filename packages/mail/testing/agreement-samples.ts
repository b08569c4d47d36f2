import type { Translate } from '@entente/i18n/translate'
import { agreementDueMail, agreementRenewalDueMail } from '../src/agreement-due.ts'
import { agreementRenewedMail } from '../src/agreement-renewed.ts'

type Values = Omit<Parameters<typeof agreementRenewedMail>[0], 'agreement'>

/** The mails about versions of agreements. */
export const agreementSamples = (values: Values, t: Translate) => ({
  agreement_due: agreementDueMail(
    { ...values, agreement: 'Microsoft Partner Agreement', version: '2027-02' },
    t,
  ),
  agreement_renewal_due: agreementRenewalDueMail(
    { ...values, agreement: 'Microsoft Customer Agreement', version: '2027-02' },
    t,
  ),
  agreement_renewed: agreementRenewedMail(
    { ...values, agreement: { name: 'Microsoft Customer Agreement', version: '2027-02' } },
    t,
  ),
})
