import type { Database } from '@entente/db/core/database'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findRecipients } from '@entente/db/relationship/mailed-recipients'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import type { Id } from '@entente/domain/core/id'
import { batched, forMoment, forTurn } from '@entente/queue/batched'
import type { Tools } from './handler.ts'

type Recipient = Awaited<ReturnType<typeof findRecipients>>[number]
type Key = { partnerId: Id<'organisation'>; recipientId: Id<'recipient'> }

/** Finds and saves recipients of requests. Jobs of one partner that run at the same time share transactions. */
function openRecipients(tools: Pick<Tools, 'database' | 'clock'>) {
  /** Runs `work` in each partner's own scope, with that partner's recipients only. */
  const perPartner = async <T>(
    keys: Key[],
    { isReading }: { isReading: boolean },
    work: (db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) => Promise<T>,
  ): Promise<T[]> => {
    const partners = [...Map.groupBy(keys, ({ partnerId }) => partnerId)]
    return Promise.all(
      partners.map(([partnerId, own]) =>
        asTenant(
          tools.database,
          { organisationId: partnerId, audience: 'partner', personId: null, isReading },
          (db) =>
            work(
              db,
              partnerId,
              own.map(({ recipientId }) => recipientId),
            ),
        ),
      ),
    )
  }
  const save = (status: 'sent' | 'unsent') =>
    batched(
      async (keys: Key[]): Promise<true[]> => {
        await perPartner(keys, { isReading: false }, (db, partnerId, ids) =>
          saveRecipientStatuses(db, partnerId, ids, status, tools.clock()),
        )
        return keys.map(() => true)
      },
      { gather: forTurn },
    )
  const find = batched(
    async (keys: Key[]): Promise<(Recipient | undefined)[]> => {
      const lists = await perPartner(keys, { isReading: true }, async (db, partnerId, ids) =>
        (await findRecipients(db, partnerId, ids)).map((row) => [`${partnerId} ${row.id}`, row] as const),
      )
      const rows = new Map(lists.flat())
      return keys.map(({ partnerId, recipientId }) => rows.get(`${partnerId} ${recipientId}`))
    },
    { gather: forMoment },
  )
  return { find, save: { sent: save('sent'), unsent: save('unsent') } }
}

const opened = new WeakMap<Database, ReturnType<typeof openRecipients>>()

export function recipients(tools: Pick<Tools, 'database' | 'clock'>) {
  const known = opened.get(tools.database) ?? openRecipients(tools)
  opened.set(tools.database, known)
  return known
}
