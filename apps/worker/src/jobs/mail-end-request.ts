import { asTenant } from '@entente/db/core/scopes'
import { findCustomer, findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { type EndRequestRow, findEndRequest } from '@entente/db/relationship/end-requests'
import { findRelationship, findRelationshipWith } from '@entente/db/relationship/relationships'
import { may } from '@entente/domain/core/permission'
import { endRequestStatusOf } from '@entente/domain/relationship/end-request'
import { type EndRequestEvent, endRequestMail } from '@entente/mail/end-request'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { endRequestActor } from './end-request-changed.ts'

const wordsOf = (event: EndRequestEvent, { reason, answer, told }: EndRequestRow): string | null => {
  if (event === 'asked') return reason
  if (event === 'settled') return told
  return event === 'withdrawn' ? null : answer || null
}

/** Tells one person of one side what became of a request to end a relationship, unless it has gone on since. */
export const mailEndRequest: Handler<'mail.end-request'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const found = await findRequest(tools, data)
  if (!found) return
  const { person, request, names } = found
  const { event, audience } = data
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      endRequestMail(
        {
          ...{ ...frame, ...names, name: person.name, event, words: wordsOf(event, request) },
          outcome: event === 'settled' ? request.outcome : null,
          ...{ deadline: request.deadline, timeZone: person.timeZone ?? cloud.timeZone },
        },
        wordsFor(cloud, person.locale),
      ),
    link:
      audience === 'customer'
        ? `${sites.customer}/partner-relationships/${request.partnerId}/ask-to-end`
        : `${sites.partner}/customers/${request.relationshipId}/end-request`,
  })
}

const findRequest = async (
  { database }: Tools,
  { organisationId, audience, endRequestId, event, accountId }: JobData<'mail.end-request'>,
) => {
  const inCustomer = () =>
    asTenant(database, { organisationId, audience: 'customer', personId: null }, async (db) => {
      const request = await findEndRequest(db, endRequestId)
      const person = await findPersonByAccount(db, organisationId, accountId)
      const relationship = request && (await findRelationshipWith(db, request.customerId, request.partnerId))
      const customer = await findCustomer(db, organisationId)
      const partner = request && (await findPartnerCard(db, request.partnerId))
      return { request, person, relationship, customer: customer?.legalName, partner: partner?.legalName }
    })
  const inPartner = () =>
    asTenant(database, { organisationId, audience: 'partner', personId: null }, async (db) => {
      const request = await findEndRequest(db, endRequestId)
      const person = await findPersonByAccount(db, organisationId, accountId)
      const relationship = request && (await findRelationship(db, organisationId, request.relationshipId))
      const partner = await findPartnerCard(db, organisationId)
      return {
        request,
        person,
        relationship,
        customer: relationship?.customerName,
        partner: partner?.legalName,
      }
    })
  const { request, person, relationship, customer, partner } = await (audience === 'customer'
    ? inCustomer()
    : inPartner())
  if (!request || !relationship || !customer || !partner || person?.status !== 'active') return undefined
  if (!may(audience, person.roles, endRequestActor[audience])) return undefined
  if (endRequestStatusOf(request, relationship) !== (event === 'asked' ? 'open' : event)) return undefined
  return { person, request, names: { customer, partner } }
}
