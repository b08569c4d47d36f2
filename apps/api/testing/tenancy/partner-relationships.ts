import { authorizing, cloud, tokenOf } from '@entente/trpc/testing'
import {
  acceptanceWith,
  customer,
  type Entries,
  once,
  onlyOurs,
  ours,
  relationshipId,
  world,
} from './tenants.ts'

/** A customer of a partner asks for the end, with the time to answer over where the operator mediates. */
async function askedToEnd({ partner = ours, by = customer, isDue = false }: Partial<EndAsked> = {}) {
  const api = await world.as(by.person)
  const { relationshipId } = await api.invitation.accept(authorizing(tokenOf(partner)))
  const { id } = await api.endRequests.ask({ partnerId: partner.id, reason: 'We move on.', ...once() })
  if (isDue) await world.asOwner('update end_request set deadline = now() where id = $1', [id])
  return { id, relationshipId }
}
type EndAsked = { partner: typeof ours; by: typeof customer; isDue: boolean }
const askedOfNew = async () => askedToEnd({ partner: await world.partner() })
const mediated = async () => ({ id: (await askedToEnd({ by: await world.customer(), isDue: true })).id })

/** The live grants of the customer, and one that nobody holds, so that there is always something to post. */
const holdersOfCustomer = async () => [
  { service: 'unknown', partnerId: onlyOurs.id },
  ...(await world.asOwner<{ service: string; partnerId: string }>(
    'select service, partner_id as "partnerId" from admin_grant where customer_id = $1 and ended_at is null',
    [customer.id],
  )),
]

/** A partner that `customer` has just accepted. */
const newPartner = async () => {
  const partner = await world.partner()
  await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
  return partner
}

/** A customer that has just accepted ours. */
const newOwnCustomer = async () => {
  const api = await world.as((await world.customer()).person)
  return (await api.invitation.accept(authorizing(tokenOf(ours)))).relationshipId
}

export const partnerRelationships: Entries = {
  'partnerRelationships.list': { gate: 'partner_relationships.view', input: () => ({}) },
  'partnerRelationships.get': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.receivers': { gate: 'invitation.decide' },
  'partnerRelationships.link': {
    gate: 'invitation.decide',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.moveRoles': {
    gate: 'invitation.decide',
    input: async () => ({
      partnerId: onlyOurs.id,
      services: [
        {
          service: 'azure',
          holderSeen:
            (await holdersOfCustomer()).find(({ service }) => service === 'azure')?.partnerId ?? onlyOurs.id,
        },
      ],
      agreement: { accepted: true, version: cloud.agreements.customer.version },
      ...once(),
    }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'agreementRenewal.get': { gate: 'partner_relationships.view' },
  'agreementRenewal.accept': {
    gate: 'invitation.decide',
    // Each actor finds an earlier version signed.
    input: async () => {
      await world.asOwner('delete from agreement_renewal')
      await world.asOwner(`update acceptance set version = 'earlier'`)
      return { accepted: true, version: cloud.agreements.customer.version, ...once() }
    },
  },
  'partnerHistory.list': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerHistory.receipt': {
    gate: 'partner_relationships.view',
    input: async () => ({ partnerId: onlyOurs.id, acceptance: await acceptanceWith(onlyOurs.id) }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.removeRoles': {
    gate: 'partner_relationships.remove_roles',
    input: () => ({ partnerId: onlyOurs.id, services: ['azure'], ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.holders': { gate: 'partner_relationships.view' },
  'partnerRelationships.removeAllRoles': {
    gate: 'partner_relationships.remove_roles',
    input: async () => ({ holders: await holdersOfCustomer(), ...once() }),
  },
  'endRequests.withPartner': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'endRequests.ask': {
    gate: 'partner_relationships.ask_end',
    input: async () => {
      const partner = await world.partner()
      await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
      return { partnerId: partner.id, reason: 'We move on.', ...once() }
    },
    id: { at: 'partnerId', owner: customer.id },
  },
  'endRequests.withdraw': {
    gate: 'partner_relationships.ask_end',
    input: async () => ({ id: (await askedOfNew()).id, ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'renegotiations.withPartner': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.stateToPartner': {
    gate: 'partner_relationships.ask_end',
    input: async () => ({ partnerId: (await newPartner()).id, text: 'x', attested: true, ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.answerPartner': {
    gate: 'partner_relationships.ask_end',
    input: async () => {
      const partner = await newPartner()
      const api = await world.as(partner.person)
      const { customers } = await api.customers.list({})
      const id = customers[0]?.id as NonNullable<typeof relationshipId>
      await api.renegotiations.stateToCustomer({ id, text: 'x', attested: true, ...once() })
      const { latest } = await api.renegotiations.atCustomer({ id })
      return { partnerId: partner.id, renegotiationId: latest?.id, act: 'attest', attested: true, ...once() }
    },
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.atCustomer': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'renegotiations.stateToCustomer': {
    gate: 'customers.remove',
    input: async () => ({ id: await newOwnCustomer(), text: 'x', attested: true, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'renegotiations.answerCustomer': {
    gate: 'customers.remove',
    input: async () => {
      const own = await world.customer()
      const api = await world.as(own.person)
      const { relationshipId: id } = await api.invitation.accept(authorizing(tokenOf(ours)))
      await api.renegotiations.stateToPartner({ partnerId: ours.id, text: 'x', attested: true, ...once() })
      const { latest } = await api.renegotiations.withPartner({ partnerId: ours.id })
      return { id, renegotiationId: latest?.id, act: 'decline', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'endRequests.list': { gate: 'customers.view' },
  'endRequests.atCustomer': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'endRequests.answer': {
    gate: 'customers.remove',
    input: async () => {
      const asked = await askedToEnd({ by: await world.customer() })
      return { id: asked.relationshipId, answer: 'agree', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'accessLog.list': { gate: 'access_log.view', input: () => ({}) },
  'accessLog.frame': { gate: 'access_log.view' },
  'accessLog.reasonRule': { gate: 'access_rule.change' },
  'accessRegister.list': { gate: 'partner_relationships.view' },
  'accessLog.setReasonRule': {
    gate: 'access_rule.change',
    input: () => ({ reason: 'asked', ...once() }),
  },
  'operatorEndRequests.list': { gate: 'end_requests.view' },
  'operatorEndRequests.get': { gate: 'end_requests.view', input: mediated },
  'operatorEndRequests.note': {
    gate: 'end_requests.mediate',
    input: async () => ({ ...(await mediated()), text: 'Called both.', ...once() }),
  },
  'operatorEndRequests.settle': {
    gate: 'end_requests.mediate',
    input: async () => ({ ...(await mediated()), outcome: 'continues', told: 'It goes on.', ...once() }),
  },
}
