import type { RelationshipLink } from '@entente/db/relationship/relationship-links'
import type { Recipient, RelationshipRequest } from '@entente/db/relationship/relationship-requests'
import { isUndelivered } from '@entente/domain/mail/mail-status'

type Revocation = Pick<RelationshipLink, 'id' | 'revokedAt'>

/** Whether a mail can go to a corrected address: it did not arrive, and nobody has sent it again. */
const mayBeCorrected = ({ id, status }: Recipient, recipients: Recipient[]) =>
  isUndelivered(status) && !recipients.some(({ replacesId }) => replacesId === id)

/**
 * When the link of a request was revoked that somebody can still answer; null while the link works. Of a recipient who was
 * mailed again, the newest mail counts.
 */
function linkRevokedAt(request: RelationshipRequest, recipients: Recipient[], links: Revocation[]) {
  const revokedAt = links.find(({ id }) => id === request.linkId)?.revokedAt
  const own = recipients.filter(({ requestId }) => requestId === request.id)
  const replaced = new Set(own.map(({ replacesId }) => replacesId))
  const open = own.filter(
    ({ id, status, acceptedAt }) => acceptedAt === null && status !== 'withdrawn' && !replaced.has(id),
  )
  const times =
    own.length === 0 ? [request.createdAt] : open.map((mail) => mail.createdAt ?? request.createdAt)
  return revokedAt && times.some((at) => at <= revokedAt) ? revokedAt : null
}

export const toRequestEntry = (
  request: RelationshipRequest,
  recipients: Recipient[],
  links: Revocation[],
) => ({
  linkRevokedAt: linkRevokedAt(request, recipients, links),
  kind: request.kind,
  id: request.id,
  author: { name: request.authorName },
  at: request.createdAt,
  language: request.language,
  withPrivileges: request.withPrivileges,
  subject: request.subject,
  preparedFor: request.preparedFor,
  recipients: recipients
    .filter(({ requestId }) => requestId === request.id)
    .map((recipient) => {
      const { id, address, reference, status, statusAt, replacesId, undoMs } = recipient
      const { relationshipId, partnershipId, acceptedAt: at, customerName: company } = recipient
      return {
        id,
        address,
        reference,
        status,
        statusAt,
        replacesId,
        undoMs,
        mayBeCorrected: mayBeCorrected(recipient, recipients),
        accepted: at && { company, relationshipId, partnershipId, at },
      }
    }),
})
