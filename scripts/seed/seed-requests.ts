// What waits on the Home of the demo's first partner: a mail that did not arrive, one without an answer, and a decline.
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import { insertOutcome } from '@entente/db/relationship/request-log'
import type { Id } from '@entente/domain/core/id'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'
import type { SeededPartner } from './seed-partners.ts'

const sent = [
  { days: 12, address: 'purchasing@relecloud.example', status: 'delivered' },
  { days: 9, address: 'it@wideworld.example', status: 'delivered' },
  { days: 2, address: 'inof@margies.example', status: 'bounced' },
  { days: 1, address: 'hello@proseware.example', status: 'delivered' },
] as const

export async function seedRequests(actors: Actors, { id, people: [admin] }: SeededPartner): Promise<void> {
  if (!admin) throw new Error('The partner has no people.')
  for (const { days, address, status } of sent) {
    const recipientId = await send(actors, admin, address, ago(days))
    if (!recipientId) continue
    await asTenant(actors.database, { organisationId: id, audience: 'partner', personId: null }, (db) =>
      saveRecipientStatuses(db, id, [recipientId], status, ago(days)),
    )
  }
  const decline = {
    id: newId(),
    kind: 'declined' as const,
    customerName: 'Lamna Healthcare',
    relationshipId: null,
    otherPartyId: null,
  }
  await asTenant(actors.database, { organisationId: id, audience: 'partner', personId: null }, (db) =>
    insertOutcome(db, id, { ...decline, occurredAt: ago(4) }),
  )
}

/**
 * Sends the template as it is, for the author's partner alone or jointly with another one; notes that its author sent it where
 * the cloud sends none.
 */
export async function send(
  { at, cloud }: Actors,
  author: Actor,
  address: string,
  when: Date,
  jointWith?: Id<'organisation'>,
) {
  const { relationshipRequest } = await at(when, author)
  const { templateVersion, language, withPrivileges, subject, link, ...draft } =
    await relationshipRequest.draft({ jointWith })
  const paragraphs = draft.paragraphs.map(({ key, text }) => ({ key, text }))
  const ready = { templateVersion, language, withPrivileges, jointWith, subject, paragraphs, link }
  if (!cloud.requests.sendForMe) {
    await relationshipRequest.prepare({ draft: ready, preparedFor: address, ...once() })
    return null
  }
  const { recipients } = await relationshipRequest.send({ draft: ready, recipients: [address], ...once() })
  const [recipient] = recipients
  if (!recipient) throw new Error('Nothing was sent.')
  return recipient.id
}
