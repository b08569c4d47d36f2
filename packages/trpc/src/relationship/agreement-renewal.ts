import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { lockCustomer } from '@entente/db/identity/organisations'
import { insertRenewal, listSignatures } from '@entente/db/relationship/agreement-renewals'
import { listActivePartners } from '@entente/db/relationship/customers-partners'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { may } from '@entente/domain/core/permission'
import {
  decideRenewal,
  lastSignature,
  renewAgreementInput,
} from '@entente/domain/relationship/agreement-renewal'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf, customerMutation, customerQuery, whomToAsk } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** A customer's own acceptance of the newest agreement, between its acceptances of links (R-022, D-10). */
export const agreementRenewal = t.router({
  /** The agreement in force, which version the customer signed last, which partners rely on it, and who decides. */
  get: customerQuery('partner_relationships.view').query(async ({ ctx: { db, session, cloud } }) => {
    const customerId = session.organisation.id
    const current = cloud.agreements.customer
    const signatures = await listSignatures(db, customerId)
    const partners = await listActivePartners(db, customerId)
    const { admins } = await whomToAsk(db, customerId, 'invitation.decide')
    const isSigned = signatures.some(
      ({ name, version }) => name === current.name && version === current.version,
    )
    return {
      current,
      customer: session.organisation.legalName,
      signed: lastSignature(signatures) ?? null,
      isSigned,
      /** A newer version than the signed one waits, and a partner relies on it. */
      isDue: partners.length > 0 && isAgreementDue(current, signatures),
      partners: partners.map(({ id, legalName }) => ({ id, legalName })),
      mayDecide: may('customer', session.roles, 'invitation.decide'),
      admins,
    }
  }),

  /** Accepts the agreement in force. Relationships and privileges stay as they are. */
  accept: customerMutation('invitation.decide', { fresh: true })
    .input(renewAgreementInput)
    .mutation(async ({ ctx, input: posted }) => {
      const { db, session, cloud, locale, now } = ctx
      // As an acceptance does: a second press, or one on a link, waits here and sees what this one wrote.
      const { id: customerId } = await lockCustomer(db, session.organisation.id)
      const signatures = await listSignatures(db, customerId)
      const hasActivePartner = (await listActivePartners(db, customerId)).length > 0
      const { name: agreement, version } = settled(
        decideRenewal({ cloud, actor: { roles: session.roles }, signatures, hasActivePartner, posted }),
      )
      const id = newId<'renewal'>()
      const isFirst = await insertRenewal(db, {
        ...{ id, customerId, agreement, version, language: locale },
        ...{ acceptedBy: session.account.id, acceptedAt: now },
      })
      if (!isFirst) throw refused({ code: 'agreement_already_accepted' })
      const payload = { renewalId: id, agreement, version, language: locale }
      await insertAudit(
        db,
        actorOf(ctx),
        [{ organisationId: customerId, action: 'agreement.renewed', payload }],
        now,
      )
      const data = { customerId, renewalId: id, accountId: session.account.id }
      await enqueue(db, [{ name: 'mail.agreement-renewed', data }], now)
      return { version }
    }),
})
