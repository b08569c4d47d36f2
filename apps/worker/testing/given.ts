import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertAcceptance } from '@entente/db/relationship/acceptances'
import { endReassignedGrants, insertGrants } from '@entente/db/relationship/admin-grants'
import {
  insertRecipients,
  insertRequest,
  type RelationshipRequest,
} from '@entente/db/relationship/relationship-requests'
import { insertRelationship } from '@entente/db/relationship/relationships'
import type { TestDatabase } from '@entente/db/testing'
import type { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import type { RecordedParagraph } from '@entente/domain/relationship/relationship-request'

type Partner = Awaited<ReturnType<typeof givenPartner>>
type Customer = Awaited<ReturnType<typeof givenCustomer>>

/** Recorded paragraphs of these texts; null is the link. */
export const saying = (...texts: (string | null)[]): RecordedParagraph[] =>
  texts.map((text) => ({ kind: text === null ? 'link' : 'text', text: text ?? '', template: null }))

/** A committed request that a partner sent to one address. */
export async function givenRequest(
  { api }: TestDatabase,
  partner: Partner,
  overrides: Partial<RelationshipRequest> & { address?: string } = {},
) {
  const { address = 'ada@customer.example', ...changes } = overrides
  const id = newId<'request'>()
  const recipientId = newId<'recipient'>()
  const now = new Date()
  const request: RelationshipRequest = {
    id,
    partnerId: partner.id,
    linkId: partner.links.plain,
    kind: 'sent',
    authorId: partner.person.id,
    authorName: partner.person.name,
    subject: 'Work with us',
    paragraphs: saying('Dear customer,\nplease read this.', null, 'Kind regards'),
    templateSubject: null,
    preparedFor: null,
    relationshipId: null,
    language: 'en',
    withPrivileges: false,
    createdAt: now,
    ...changes,
  }
  await asTenant(
    api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    async (db) => {
      await insertRequest(db, request)
      await insertRecipients(db, partner.id, id, [{ id: recipientId, address, reference: null }], now)
    },
  )
  return { ...request, recipientId, address }
}

/**
 * Commits what an acceptance writes. `again` is an existing relationship, which stays as it is; `moving` ends others' grants;
 * `jointly` names the provider of a joint link, which becomes a partner too.
 */
export async function givenAcceptance(
  { api }: TestDatabase,
  {
    partner,
    customer,
    services = [],
    again,
    moving = false,
    jointly,
  }: {
    partner: Partner
    customer: Customer
    services?: string[]
    again?: Id<'relationship'>
    moving?: boolean
    jointly?: { provider: Partner; linkId: Id<'link'> }
  },
): Promise<{ relationshipId: Id<'relationship'>; acceptanceId: Id<'acceptance'> }> {
  const relationshipId = again ?? newId<'relationship'>()
  const acceptanceId = newId<'acceptance'>()
  const linkId = jointly?.linkId ?? partner.links.withPrivileges
  const provider = jointly?.provider
  const by = customer.person.id
  await asTenant(
    api,
    { organisationId: customer.id, audience: 'customer', personId: by, linkId },
    async (db) => {
      const now = new Date()
      const { id, legalName, domain } = customer
      const known = { id, legalName, domain, country: 'FR' }
      if (!again)
        await insertRelationship(
          db,
          {
            ...{ id: relationshipId, status: 'active', customer: known, partnerId: partner.id },
            services,
          },
          now,
        )
      if (provider)
        await insertRelationship(
          db,
          {
            ...{ id: newId(), status: 'active', customer: known, partnerId: provider.id },
            services: [],
          },
          now,
        )
      await insertAcceptance(
        db,
        {
          ...{ id: acceptanceId, customerId: id, linkId, acceptedBy: by },
          parties: [
            { partnerId: partner.id, role: 'reseller', change: again ? 'unchanged' : 'create' },
            ...(provider ? [{ partnerId: provider.id, role: 'provider', change: 'create' } as const] : []),
          ],
          ...{ agreement: 'Customer Agreement', version: '2027-01', language: 'en' },
        },
        now,
      )
      const act = { customerId: id, acceptanceId, by }
      if (moving) await endReassignedGrants(db, act, services, now)
      if (services.length > 0) await insertGrants(db, act, partner.id, services, now)
    },
  )
  return { relationshipId, acceptanceId }
}
