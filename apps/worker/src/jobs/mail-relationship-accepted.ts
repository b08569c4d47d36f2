import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findAcceptance } from '@entente/db/relationship/acceptances'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { findRelationship } from '@entente/db/relationship/relationships'
import { relationshipAcceptedMail } from '@entente/mail/relationship-accepted'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'

/**
 * Tells one person of the partner that a customer accepted, if person and relationship are still active (M-10, U-01).
 */
export const mailRelationshipAccepted: Handler<'mail.relationship-accepted'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findAccepted(tools, data)
  if (!found) return
  const { person, partner, relationship, grants, acceptance } = found
  const change = acceptance.parties.find(({ partnerId }) => partnerId === partner.id)?.change
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      relationshipAcceptedMail(
        {
          ...frame,
          name: person.name,
          partner: partner.legalName,
          customer: { name: relationship.customerName, country: relationship.customerCountry },
          result: change === 'create' ? 'accepted' : 'restored',
          services: cloud.services
            .filter(({ id }) => grants.some(({ service }) => service === id))
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
  { database }: Tools,
  { partnerId, relationshipId, acceptanceId, accountId }: JobData<'mail.relationship-accepted'>,
) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const relationship = await findRelationship(db, partnerId, relationshipId)
    const person = await findPersonByAccount(db, partnerId, accountId)
    const partner = await findPartnerCard(db, partnerId)
    const acceptance = await findAcceptance(db, acceptanceId)
    if (relationship?.status !== 'active' || person?.status !== 'active' || !partner || !acceptance)
      return undefined
    const held = await listOwnGrants(db, partnerId, relationship.customerId)
    const grants = held.filter((grant) => grant.acceptanceId === acceptanceId)
    return { relationship, person, partner, grants, acceptance }
  })
