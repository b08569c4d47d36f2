import { batch } from '@entente/db/core/batch'
import type { CustomerDb } from '@entente/db/core/scopes'
import { findCustomer, listPartnerCards } from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { findPersonByAccount } from '@entente/db/identity/people'
import { type AcceptanceRow, findAcceptance } from '@entente/db/relationship/acceptances'
import { listGrantsOf } from '@entente/db/relationship/admin-grants'
import type { Id } from '@entente/domain/core/id'
import { relationshipReceiptMail } from '@entente/mail/relationship-receipt'
import type { ReceivedJob } from '@entente/queue/bull'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { readTenant } from '../together.ts'
import { findPrivilegesRecipient } from './privileges-recipient.ts'

/** Sends the receipt of an acceptance to the person who accepted: parties, rights and agreement. */
export const mailRelationshipReceipt: Handler<'mail.relationship-receipt'> = (tools, data, job) =>
  deliverReceipt(tools, data, job)

/** Tells one of the others who decide for the customer, or its security contact, that privileges were granted. */
export const mailPrivilegesGranted: Handler<'mail.privileges-granted'> = (tools, data, job) =>
  deliverReceipt(tools, data, job)

type Receipt = JobData<'mail.relationship-receipt'> | JobData<'mail.privileges-granted'>

async function deliverReceipt(tools: Tools, data: Receipt, job: ReceivedJob): Promise<void> {
  const { cloud, sites } = tools
  const found = await findReceipt(tools, data)
  if (!found) return
  const { acceptance, person, by, customer, partner, provider, support, services } = found
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      relationshipReceiptMail(
        {
          ...frame,
          ...{ name: person.name, by },
          organisation: customer.legalName,
          partner: { ...partner, support },
          provider,
          services: services.map(({ name }) => name),
          moved: services.flatMap(({ name, holder }) => (holder ? { service: name, holder } : [])),
          agreement: { name: acceptance.agreement, version: acceptance.version },
          acceptedAt: acceptance.acceptedAt,
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        // A receipt says in the same language what its reader accepted; others read their own.
        wordsFor(cloud, 'by' in data ? undefined : acceptance.language, person.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}

const partyIds = ({ parties }: AcceptanceRow) => parties.map(({ partnerId }) => partnerId)

async function findAccepter(db: CustomerDb, customerId: Id<'organisation'>, accountId: Id<'account'>) {
  const person = await findPersonByAccount(db, customerId, accountId)
  return person?.status === 'active' ? person : undefined
}

const noSupport = { email: null, phone: null, website: null }

const findReceipt = (tools: Tools, { customerId, acceptanceId, ...to }: Receipt) =>
  readTenant(tools, { organisationId: customerId, audience: 'customer' }, async (db) => {
    const [acceptance, person, actor, customer, grants] = await batch([
      findAcceptance(db, acceptanceId),
      'by' in to
        ? findPrivilegesRecipient(db, customerId, to.accountId)
        : findAccepter(db, customerId, to.accountId),
      'by' in to ? findPersonByAccount(db, customerId, to.by) : undefined,
      findCustomer(db, customerId),
      listGrantsOf(db, acceptanceId),
    ])
    if (!acceptance || !person || !customer) return undefined
    const formerHolders = grants.flatMap(({ movedFrom }) => movedFrom ?? [])
    const [cards, supports] = await batch([
      listPartnerCards(db, [...new Set([...partyIds(acceptance), ...formerHolders])]),
      findSupport(db, partyIds(acceptance).slice(0, 1)),
    ])
    const [partner, provider] = acceptance.parties.map(({ partnerId, change, role }) => {
      const card = cards.find(({ id }) => id === partnerId)
      const isUnchanged = change === 'unchanged' && (role === 'provider' || grants.length === 0)
      return card && { ...card, name: card.legalName, isUnchanged }
    })
    if (!partner) return undefined
    const support = supports.get(partner.id) ?? noSupport
    const services = tools.cloud.services.flatMap(({ id, name }) => {
      const grant = grants.find(({ service }) => service === id)
      return grant ? { name, holder: cards.find((card) => card.id === grant.movedFrom)?.legalName } : []
    })
    return { acceptance, person, by: actor?.name, customer, partner, provider, support, services }
  })
