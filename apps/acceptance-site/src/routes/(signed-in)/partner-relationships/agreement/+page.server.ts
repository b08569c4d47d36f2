import { renewAgreementInput } from '@entente/domain/relationship/agreement-renewal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { toldBefore } from '#lib/relationship/invitation.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, cloud, locale } = event.locals
  return {
    agreement: await api.agreementRenewal.get.query(),
    dataTrustee: toldBefore(cloud, locale).dataTrustee,
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { api, t } = event.locals
    return formAction(event, {
      schema: ({ agreement, version }) =>
        agreement === 'on'
          ? renewAgreementInput.safeParse({ accepted: true, version })
          : { success: false, message: t('acceptance.renewal.not_ticked') },
      press: 'acceptance.renewal.submit',
      send: (input) => api.agreementRenewal.accept.mutate(input),
      next: '/partner-relationships?accepted',
    })
  },
}
