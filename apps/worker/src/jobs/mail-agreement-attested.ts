import { asTenant } from '@entente/db/core/scopes'
import { findAttestationById } from '@entente/db/customer/customer-agreements'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findRelationship } from '@entente/db/relationship/relationships'
import { agreementAttestedMail } from '@entente/mail/agreement-attested'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells the person whom a partner named that the partner attested the customer's agreement (M-11). */
export const mailAgreementAttested: Handler<'mail.agreement-attested'> = async (tools, data, job) => {
  const { cloud, database } = tools
  const { partnerId, attestationId } = data
  const tenant = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const found = await asTenant(database, tenant, async (db) => {
    const attestation = await findAttestationById(db, partnerId, attestationId)
    const relationship = attestation && (await findRelationship(db, partnerId, attestation.relationshipId))
    const partner = await findPartnerCard(db, partnerId)
    return attestation && relationship && partner ? { attestation, relationship, partner } : undefined
  })
  if (!found) return
  const { attestation, relationship, partner } = found
  const { agreement, version, firstName, lastName, email, agreedOn, language } = attestation
  const words = wordsFor(cloud, language)
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      agreementAttestedMail(
        {
          ...{ ...frame, name: fullName(words.locale, firstName, lastName), agreedOn },
          ...{ partner: partner.legalName, customer: relationship.customerName },
          agreement: { name: agreement, version },
        },
        words,
      ),
    link: cloud.agreements.customer.url,
  })
}

/** A Chinese name begins with the family's, without a space. */
const fullName = (locale: string, first: string, last: string): string =>
  locale.startsWith('zh') ? `${last}${first}` : `${first} ${last}`
