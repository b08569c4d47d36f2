import type { PartnerDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import { sendLimits } from '@entente/domain/relationship/send-limits'
import { enqueue } from '@entente/queue/enqueue'

type Ctx = { db: PartnerDb; now: Date; session: { organisation: NonNullable<Session['organisation']> } }

/** Records the mails to recipients, each under its recipient's id. They wait before they go, so that they can be withdrawn. */
export const enqueueRequestMails = ({ db, now, session }: Ctx, ids: Id<'recipient'>[]): Promise<void> =>
  enqueue(
    db,
    ids.map((id) => ({
      ...{ id, name: 'mail.request-sent' as const },
      data: { partnerId: session.organisation.id, recipientId: id },
    })),
    now,
    sendLimits.undoSeconds,
  )
