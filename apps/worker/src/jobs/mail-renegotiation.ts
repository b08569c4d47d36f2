import { asTenant } from '@entente/db/core/scopes'
import { findCustomer, findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findRelationship } from '@entente/db/relationship/relationships'
import { findRenegotiationById } from '@entente/db/relationship/renegotiations'
import { may } from '@entente/domain/core/permission'
import { renegotiationMail } from '@entente/mail/renegotiation'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { endRequestActor } from './end-request-changed.ts'

/** Tells one person of one side what the other stated about their agreement, or answered, unless it has gone on since. */
export const mailRenegotiation: Handler<'mail.renegotiation'> = async (tools, data, job) => {
  const { cloud, sites } = tools
  const { audience, event } = data
  const { renegotiation, person, customer, partner } = await findStatement(tools, data)
  if (renegotiation?.status !== event || !customer || !partner) return
  if (person?.status !== 'active' || !may(audience, person.roles, endRequestActor[audience])) return
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      renegotiationMail(
        {
          ...frame,
          name: person.name,
          customer,
          partner,
          by: audience === 'customer' ? 'partner' : 'customer',
          event,
        },
        renegotiation.text,
        wordsFor(cloud, person.locale),
      ),
    link:
      audience === 'customer'
        ? `${sites.customer}/partner-relationships/${renegotiation.partnerId}/renegotiation`
        : `${sites.partner}/customers/${renegotiation.relationshipId}/renegotiation`,
  })
}

const findStatement = (
  { database }: Tools,
  { organisationId, audience, renegotiationId, accountId }: JobData<'mail.renegotiation'>,
) =>
  audience === 'customer'
    ? asTenant(database, { organisationId, audience, personId: null }, async (db) => {
        const renegotiation = await findRenegotiationById(db, renegotiationId)
        return {
          renegotiation,
          person: await findPersonByAccount(db, organisationId, accountId),
          customer: (await findCustomer(db, organisationId))?.legalName,
          partner: renegotiation && (await findPartnerCard(db, renegotiation.partnerId))?.legalName,
        }
      })
    : asTenant(database, { organisationId, audience, personId: null }, async (db) => {
        const renegotiation = await findRenegotiationById(db, renegotiationId)
        return {
          renegotiation,
          person: await findPersonByAccount(db, organisationId, accountId),
          customer:
            renegotiation &&
            (await findRelationship(db, organisationId, renegotiation.relationshipId))?.customerName,
          partner: (await findPartnerCard(db, organisationId))?.legalName,
        }
      })
