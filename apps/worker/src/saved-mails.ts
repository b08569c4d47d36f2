import type { Database } from '@entente/db/core/database'
import { asRelay } from '@entente/db/core/scopes'
import {
  countAttempts,
  insertDeliveries,
  type MailDelivery,
  markSent,
  type NewMail,
} from '@entente/db/mail/mail-deliveries'
import { batched, forMoment, forTurn } from '@entente/queue/batched'
import type { Tools } from './handler.ts'

/**
 * Saves mails and counts attempts. Jobs that run at the same time share transactions, which are most of a mail's cost.
 */
function openSavedMails(tools: Pick<Tools, 'database' | 'clock'>) {
  const { database } = tools
  // An id that comes twice in one round counts once.
  const byId = <Mail extends { id: string }>(mails: Mail[]) => new Map(mails.map((mail) => [mail.id, mail]))
  return {
    /** Counts an attempt and returns the saved mail, if there is one. */
    count: batched(
      async (ids: string[]): Promise<(MailDelivery | undefined)[]> => {
        const found = byId(await asRelay(database, (db) => countAttempts(db, ids, tools.clock())))
        return ids.map((id) => found.get(id))
      },
      { gather: forTurn },
    ),
    /** Saves a mail with its first attempt. If it is already saved, counts an attempt and returns the saved mail. */
    save: batched(
      async (mails: NewMail[]): Promise<MailDelivery[]> => {
        const saved = byId(
          await asRelay(database, (db) => insertDeliveries(db, [...byId(mails).values()], tools.clock())),
        )
        return mails.map(({ id }) => saved.get(id) as MailDelivery)
      },
      { gather: forTurn },
    ),
    markSent: batched(
      async (ids: string[]): Promise<true[]> => {
        await asRelay(database, (db) => markSent(db, ids, tools.clock()))
        return ids.map(() => true)
      },
      { gather: forMoment },
    ),
  }
}

const opened = new WeakMap<Database, ReturnType<typeof openSavedMails>>()

export function savedMails(tools: Pick<Tools, 'database' | 'clock'>) {
  const known = opened.get(tools.database) ?? openSavedMails(tools)
  opened.set(tools.database, known)
  return known
}
