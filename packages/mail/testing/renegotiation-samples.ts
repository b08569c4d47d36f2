import { renegotiationStatuses } from '@entente/domain/relationship/renegotiation'
import type { Translate } from '@entente/i18n/translate'
import { renegotiationMail } from '../src/renegotiation.ts'

type Values = Omit<Parameters<typeof renegotiationMail>[0], 'by' | 'event'>

/** The mails about a renegotiated agreement, by what they tell. */
export const renegotiationSamples = (values: Values, said: string, t: Translate) =>
  Object.fromEntries(
    renegotiationStatuses.map((event) => [
      `renegotiation_${event}`,
      renegotiationMail({ ...values, by: 'partner', event }, said, t),
    ]),
  )
