import { batch } from '@entente/db/core/batch'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findRelationship } from '@entente/db/relationship/relationships'
import { relationshipAcceptedMail } from '@entente/mail/relationship-accepted'
import type { JobData } from '@entente/queue/jobs'
import { findAcceptedBy } from '../accepted-by.ts'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { readTenant } from '../together.ts'

/**
 * Tells one person of the partner that a customer accepted, if person and relationship are still active (M-10, U-01).
 */
export const mailRelationshipAccepted: Handler<'mail.relationship-accepted'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findAccepted(tools, data)
  if (!found) return
  const { person, partner, relationship, acceptance, other } = found
  const { own, grants, isChanged } = acceptance
  const result = own.change === 'create' ? 'accepted' : isChanged ? 'restored' : 'unchanged'
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      relationshipAcceptedMail(
        {
          ...frame,
          name: person.name,
          partner: partner.legalName,
          customer: { name: relationship.customerName, country: relationship.customerCountry },
          other: other && { name: other.legalName, role: acceptance.other?.role ?? 'provider' },
          result,
          services: cloud.services
            .filter(({ id }) => grants.some(({ service, endedAt }) => service === id && endedAt === null))
            .map(({ name }) => name),
          acceptedAt: acceptance.acceptedAt,
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.partner}/customers/${relationship.id}`,
  })
}

const findAccepted = (
  tools: Tools,
  { partnerId, relationshipId, acceptanceId, accountId }: JobData<'mail.relationship-accepted'>,
) =>
  readTenant(tools, { organisationId: partnerId, audience: 'partner' }, async (db) => {
    const [relationship, person, partner, acceptance] = await batch([
      findRelationship(db, partnerId, relationshipId),
      findPersonByAccount(db, partnerId, accountId),
      findPartnerCard(db, partnerId),
      findAcceptedBy(db, partnerId, acceptanceId),
    ])
    if (relationship?.status !== 'active' || person?.status !== 'active' || !partner || !acceptance)
      return undefined
    const other = acceptance.other && (await findPartnerCard(db, acceptance.other.partnerId))
    return { relationship, person, partner, acceptance, other }
  })
