import { newId } from '@entente/db/core/new-id'
import { activatePartner, insertPartnerAgreement } from '@entente/db/enrolment/applications'
import { signAgreementInput } from '@entente/domain/enrolment/enrolment-input'
import { enqueue } from '@entente/queue/enqueue'
import { partnerMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { lock, step } from './application.ts'

/** The last steps of a company that was accepted. */
export const enrolmentAgreement = {
  /** Signs the partner agreement; who signed which version when is kept for good. The company is now a partner. */
  signAgreement: partnerMutation('agreement.sign', { fresh: true })
    .input(signAgreementInput)
    .mutation(async ({ ctx, input: { version, signer } }) => {
      const { name, version: current } = ctx.cloud.agreements.partner
      if (version !== current) throw refused({ code: 'agreement_changed' })
      const { organisation, account } = ctx.session
      const application = await lock(ctx, organisation.id)
      const payload = { agreement: name, version, signer }
      await step(ctx, application, 'sign_agreement', { payload })
      await insertPartnerAgreement(ctx.db, {
        ...{ id: newId<'partner_agreement'>(), organisationId: organisation.id, accountId: account.id },
        ...{ legalName: application.profile.legalName, signerName: signer },
        ...{ name, version, signedAt: application.now },
      })
      await activatePartner(ctx.db, organisation.id)
      const known = { name: 'partner.known-customers' as const, data: { partnerId: organisation.id } }
      await enqueue(ctx.db, [known], application.now)
      return {}
    }),
}
