import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import {
  findAgreementState,
  findAttestation,
  insertAttestation,
} from '@entente/db/customer/customer-agreements'
import { listSignatures } from '@entente/db/relationship/agreement-renewals'
import { may } from '@entente/domain/core/permission'
import { attestAgreement, attestAgreementInput, mayAttest } from '@entente/domain/customer/customer-agreement'
import { lastSignature } from '@entente/domain/relationship/agreement-renewal'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from '../relationship/partner-at-customer.ts'

/** What a partner knows of its customer's agreement, and its attestation before the first order (§4.13, M-11). */
export const customerAgreement = t.router({
  get: atCustomerQuery('customer_agreement.view').query(async ({ ctx: { db, session, cloud, customer } }) => {
    const { id, customerId, partnerId, customerName, status } = customer.relationship
    const attestation = await findAttestation(db, { partnerId, customerId })
    const signature = lastSignature(await listSignatures(db, customerId))
    const state = await findAgreementState(db, { partnerId, customerId })
    const kind = session.organisation.partnerKind
    const isOffered = kind !== null && mayAttest(cloud, kind) && state === 'none' && status === 'active'
    return {
      ...{ id, customer: customerName, state, inForce: cloud.agreements.customer },
      signature: signature
        ? { agreement: signature.name, version: signature.version, at: signature.at }
        : null,
      attestation: attestation ?? null,
      isAttestable: isOffered,
      mayAttest: isOffered && may('partner', session.roles, 'customer_agreement.attest'),
    }
  }),

  attest: atCustomerMutation('customer_agreement.attest')
    .input(attestAgreementInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session, cloud, now, locale, customer } = ctx
      const { id: relationshipId, version, firstName, lastName, email, agreedOn } = input
      const { partnerId, customerId } = customer.relationship
      const state = await findAgreementState(db, { partnerId, customerId })
      const { partnerKind: kind } = session.organisation
      if (!kind) throw refused({ code: 'feature_off' })
      const timeZone = session.account.timeZone ?? cloud.timeZone
      const act = { cloud, kind, version, agreedOn, now, timeZone }
      settled(attestAgreement(state, act))
      const id = newId<'attestation'>()
      const isFirst = await insertAttestation(db, {
        ...{ id, relationshipId, customerId, partnerId, firstName, lastName, email, agreedOn },
        ...{ agreement: cloud.agreements.customer.name, version, language: locale },
        ...{ attestedBy: session.account.id, attestedAt: now },
      })
      if (!isFirst) throw refused({ code: 'customer_agreement_known', state: 'attested' })
      const payload = { attestationId: id, customerId, relationshipId, version, agreedOn }
      const entries: AuditEntry[] = [
        { organisationId: customerId, action: 'agreement.attested', payload: { ...payload, partnerId } },
        { organisationId: partnerId, action: 'agreement.attested', payload },
      ]
      await insertAudit(db, actorOf(ctx), entries, now)
      await enqueue(db, [{ name: 'mail.agreement-attested', data: { partnerId, attestationId: id } }], now)
      return { id }
    }),
})
