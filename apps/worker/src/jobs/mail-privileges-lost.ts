import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { findRelationship } from '@entente/db/relationship/relationships'
import { privilegesLostMail } from '@entente/mail/privileges-lost'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'

/**
 * Tells one admin of a partner that it lost privileges at a customer, and nothing about why or to whom. What it holds
 * again meanwhile is left out.
 */
export const mailPrivilegesLost: Handler<'mail.privileges-lost'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findLoss(tools, data)
  const services = cloud.services.filter(({ id }) => found?.services.includes(id)).map(({ name }) => name)
  if (!found || services.length === 0) return
  const { person, partner, relationship } = found
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      privilegesLostMail(
        {
          ...{ ...frame, name: person.name, partner: partner.legalName },
          ...{ customer: relationship.customerName, services, lostAt: job.recordedAt },
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.partner}/customers/${relationship.id}`,
  })
}

const findLoss = (
  { database }: Tools,
  { partnerId, relationshipId, services, accountId }: JobData<'mail.privileges-lost'>,
) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const relationship = await findRelationship(db, partnerId, relationshipId)
    const person = await findPersonByAccount(db, partnerId, accountId)
    const partner = await findPartnerCard(db, partnerId)
    const isAdmin = person?.roles.some((role) => role === 'global_admin' || role === 'admin_agent')
    if (!relationship || !partner || person?.status !== 'active' || !isAdmin) return undefined
    const held = await listOwnGrants(db, partnerId, relationship.customerId)
    const lost = services.filter((id) => !held.some(({ service }) => service === id))
    return { relationship, person, partner, services: lost }
  })
