import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { findRelationship, listAgreementAcceptances } from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { relationshipAcceptedMail } from '@entente/mail/relationship-accepted'
import type { JobData } from '@entente/queue/jobs'
import { grantedServices } from '../acceptance.ts'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'

/**
 * Tells one person of the partner that a customer accepted, if person and relationship are still active (M-10, U-01).
 */
export const mailRelationshipAccepted: Handler<'mail.relationship-accepted'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findAcceptance(tools, data)
  if (!found) return
  const { person, partner, relationship, grants, acceptances } = found
  const [acceptance, earlier] = acceptances
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      relationshipAcceptedMail(
        {
          ...frame,
          name: person.name,
          partner: partner.legalName,
          customer: { name: relationship.customerName, country: relationship.customerCountry },
          result: earlier ? 'restored' : 'accepted',
          services: grantedServices(cloud, grants, earlier).map(({ name }) => name),
          acceptedAt: acceptance?.acceptedAt ?? relationship.since,
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.partner}/customers/${relationship.id}`,
  })
}

const findAcceptance = (
  { database }: Tools,
  { partnerId, relationshipId, accountId }: JobData<'mail.relationship-accepted'>,
) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const relationship = await findRelationship(db, partnerId, relationshipId)
    const person = await findPersonByAccount(db, partnerId, accountId)
    const partner = await findPartnerCard(db, partnerId)
    if (relationship?.status !== 'active' || person?.status !== 'active' || !partner) return undefined
    const customerId: Id<'organisation'> = relationship.customerId
    const grants = await listOwnGrants(db, partnerId, customerId)
    const acceptances = await listAgreementAcceptances(db, { customerId, partnerId })
    return { relationship, person, partner, grants, acceptances }
  })
