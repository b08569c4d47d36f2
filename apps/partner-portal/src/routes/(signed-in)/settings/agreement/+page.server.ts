import { signAgreementInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { account } = requireSession(event)
  const { agreement, signatures, verified } = await event.locals.api.partnerAccount.get.query()
  return {
    ...{ agreement, signatures, company: verified.legalName, signer: account.name },
    whyNotSign: whyNotAllowed(event, 'agreement.sign'),
    isSigned: event.url.searchParams.has('signed'),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => signAgreementInput.safeParse({ ...values, accepted: values.accepted === 'on' }),
      press: 'settings.agreement.due.submit',
      send: (input) => event.locals.api.partnerAccount.signAgreement.mutate(input),
      next: '/settings/agreement?signed',
    }),
}
