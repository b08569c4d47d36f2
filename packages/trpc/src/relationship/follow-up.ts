import { insertAudit } from '@entente/db/core/audit'
import { foreignLinksAllowed } from '@entente/db/core/instance-settings'
import { newId } from '@entente/db/core/new-id'
import { type findSentRecipient, insertCorrection } from '@entente/db/relationship/corrected-recipients'
import { otherPartyOf } from '@entente/db/relationship/relationship-links'
import { lockSending } from '@entente/db/relationship/send-allowance'
import type { Id } from '@entente/domain/core/id'
import { checkForeignLinks, linksIn } from '@entente/domain/relationship/foreign-link'
import { mayHandOut } from '@entente/domain/relationship/relationship-link'
import { actorOf } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { authorOf, inviterOf } from './draft.ts'
import { enqueueRequestMails } from './request-mails.ts'
import { takeAllowance } from './send-allowance.ts'

type Ctx = Parameters<typeof authorOf>[0] &
  Parameters<typeof takeAllowance>[0] &
  Parameters<typeof actorOf>[0]
type Sent = NonNullable<Awaited<ReturnType<typeof findSentRecipient>>>

/** Sends the mail of a recipient once more, unchanged and within the same limits: to the same address, or a corrected one. */
export async function sendOnceMore(ctx: Ctx, replacesId: Id<'recipient'>, sent: Sent, address: string) {
  const { db, session, now } = ctx
  const partnerId = session.organisation.id
  const { requestId, reference, subject, paragraphs, withPrivileges, authorRoles } = sent
  // Where every link asks for privileges, there is no choice to repeat.
  const wanted = ctx.cloud.requests.privilegesChoice ? withPrivileges : undefined
  if (sent.link.kind === 'partnership') await inviterOf(ctx)
  else await authorOf(ctx, wanted, otherPartyOf(sent.link, partnerId))
  // The mail goes in its author's name, and the worker sends only links that the author may hand out now (D-06).
  if (!mayHandOut(ctx.cloud, authorRoles ?? [], withPrivileges)) throw refused({ code: 'recipient_settled' })
  // A text that is no longer kept cannot be sent either.
  if (!paragraphs.some(({ kind }) => kind === 'link')) throw refused({ code: 'recipient_settled' })
  // The sender confirmed the links of this text; the operator may have forbidden them since.
  const links = linksIn([subject, ...paragraphs.map(({ text }) => text)])
  const areAllowed = await foreignLinksAllowed(db)
  settled(checkForeignLinks(links, { confirmed: links.map(({ url }) => url), areAllowed }))
  // Before the row: of two people who replace the same recipient, the second one waits here and holds nothing.
  await lockSending(db, partnerId)
  const id = newId<'recipient'>()
  if (!(await insertCorrection(db, partnerId, { id, requestId, address, reference, replacesId }, now)))
    throw refused({ code: 'recipient_settled' })
  await takeAllowance(ctx, [address])
  const payload = { requestId, recipientId: id, replacesId }
  const record = { organisationId: partnerId, action: 'relationship_request.sent_again' as const, payload }
  await insertAudit(db, actorOf(ctx), [record], now)
  await enqueueRequestMails(ctx, [id])
  return { id, requestId }
}
