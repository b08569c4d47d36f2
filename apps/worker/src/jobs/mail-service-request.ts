import { asAuth, asTenant } from '@entente/db/core/scopes'
import { findHandler, findServiceRequest, listNotes } from '@entente/db/customer/service-requests'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { may } from '@entente/domain/core/permission'
import {
  requestToOperator,
  requestToPartner,
  saidByOperator,
  saidByPartner,
} from '@entente/mail/service-request'
import { deliver } from '../deliver.ts'
import { frameOf } from '../frame.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/**
 * Tells the other side what was said in a service request (M-19): a person of the partner, or the operator who handles it. While
 * nobody does, the operator's mailbox gets it.
 */
export const mailServiceRequest: Handler<'mail.service-request'> = async (tools, data, job) => {
  const { database, cloud, sites } = tools
  const { partnerId: organisationId, serviceRequestId, noteId, accountId } = data
  const tenant = { organisationId, audience: 'partner' as const, personId: null }
  const { request, note, person, partner } = await asTenant(database, tenant, async (db) => ({
    request: await findServiceRequest(db, serviceRequestId),
    note: (await listNotes(db, serviceRequestId)).find(({ id }) => id === noteId),
    person: accountId && (await findPersonByAccount(db, organisationId, accountId)),
    partner: await findPartnerCard(db, organisationId),
  }))
  if (!request || !note || !partner) return
  // Both sides open and close: each is told what the other said.
  if ((accountId !== undefined) !== (note.writtenBy === null)) return
  const about = { title: request.title, customer: request.customerName, words: note.text || null }
  const path = `service-requests/${serviceRequestId}`
  if (accountId) {
    const event = saidByOperator.find((known) => known === note.event)
    if (!event || person?.status !== 'active' || !may('partner', person.roles, 'service_requests.view'))
      return
    await deliver(tools, job, {
      recipient: person.email,
      render: (frame) =>
        requestToPartner({ ...frame, ...about, event, name: person.name }, wordsFor(cloud, person.locale)),
      link: `${sites.partner}/${path}`,
    })
    return
  }
  const event = saidByPartner.find((known) => known === note.event)
  if (!event) return
  const handler = await asAuth(database, null, (db) => findHandler(db, serviceRequestId))
  const { operator } = await frameOf(tools)
  await deliver(tools, job, {
    recipient: handler?.email ?? operator.email,
    render: (frame) =>
      requestToOperator(
        { ...frame, ...about, event, partner: partner.legalName },
        wordsFor(cloud, handler?.locale ?? null),
      ),
    link: `${sites.operator}/${path}`,
  })
}
