import type { InboundDb, RelayDb } from '../core/scopes.ts'

export type WebhookReceipt = {
  /** The provider's id of the message, the same when it is sent again. */
  id: string
  source: 'resend'
  event: string
  deliveryId: string
  occurredAt: Date
}

/** Saves a webhook, and returns whether it is new: a repeat changes nothing. */
export async function insertReceipt(db: InboundDb, receipt: WebhookReceipt, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('webhookReceipt')
    .values({ ...receipt, receivedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export const findReceipt = (db: RelayDb, id: string) =>
  db
    .selectFrom('webhookReceipt')
    .select(['event', 'deliveryId', 'occurredAt'])
    .where('id', '=', id)
    .executeTakeFirst()
