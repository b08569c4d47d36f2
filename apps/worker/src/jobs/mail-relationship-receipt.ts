import { asTenant } from '@entente/db/core/scopes'
import {
  findCustomer,
  findPartnerCard,
  listPartnerCards,
  type PartnerCard,
} from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { findPersonByAccount } from '@entente/db/identity/people'
import {
  type AdminGrant,
  type EndedGrant,
  listGrants,
  listLastEndedGrants,
} from '@entente/db/relationship/admin-grants'
import { findRelationshipWith, listAgreementAcceptances } from '@entente/db/relationship/relationships'
import { relationshipReceiptMail } from '@entente/mail/relationship-receipt'
import type { JobData } from '@entente/queue/jobs'
import { grantedServices } from '../acceptance.ts'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Sends the receipt of an acceptance to the person who accepted: parties, rights and agreement. */
export const mailRelationshipReceipt: Handler<'mail.relationship-receipt'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findAcceptance(tools, data)
  if (!found) return
  const { person, customer, partner, support, grants, ended, holders, acceptances } = found
  const [acceptance, earlier] = acceptances
  if (!acceptance) return
  const granted = grantedServices(cloud, grants, earlier)
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      relationshipReceiptMail(
        {
          ...frame,
          name: person.name,
          organisation: customer.legalName,
          partner: { ...partner, name: partner.legalName, support },
          services: granted.map(({ name }) => name),
          moved: granted.flatMap(({ id, name }) => movedFrom(ended, holders, id, name, earlier)),
          agreement: { name: acceptance.agreement, version: acceptance.version },
          acceptedAt: acceptance.acceptedAt,
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}

const noSupport = { email: null, phone: null, website: null }

const findAcceptance = (
  { database }: Tools,
  { customerId, partnerId, accountId }: JobData<'mail.relationship-receipt'>,
) =>
  asTenant(database, { organisationId: customerId, audience: 'customer', personId: null }, async (db) => {
    const relationship = await findRelationshipWith(db, customerId, partnerId)
    const person = await findPersonByAccount(db, customerId, accountId)
    const customer = await findCustomer(db, customerId)
    const partner = await findPartnerCard(db, partnerId)
    if (!relationship || person?.status !== 'active' || !customer || !partner) return undefined
    const support = (await findSupport(db, [partnerId])).get(partnerId)
    const grants: AdminGrant[] = (await listGrants(db, customerId)).filter(
      (grant) => grant.partnerId === partnerId,
    )
    const ended = await listLastEndedGrants(db, customerId)
    const holders = await listPartnerCards(db, [...new Set(ended.map((grant) => grant.partnerId))])
    const acceptances = await listAgreementAcceptances(db, { customerId, partnerId })
    return { person, customer, partner, support: support ?? noSupport, grants, ended, holders, acceptances }
  })

/** The partner that held a service until this acceptance moved it; none if it moved earlier or never. */
function movedFrom(
  ended: EndedGrant[],
  holders: PartnerCard[],
  service: string,
  name: string,
  earlier: { acceptedAt: Date } | undefined,
) {
  const last = ended.find((grant) => grant.service === service && grant.reason === 'reassigned')
  const holder = holders.find(({ id }) => id === last?.partnerId)
  if (!last || !holder || (earlier && last.endedAt <= earlier.acceptedAt)) return []
  return [{ service: name, holder: holder.legalName }]
}
