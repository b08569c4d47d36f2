import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { InboundDb, RelayDb } from '../core/scopes.ts'

/** A webhook as it came; `id` is the provider's own of the message, the same when it is sent again. */
export type WebhookReceipt = Omit<
  Row<schema.WebhookReceipt, { source: 'resend'; deliveryId: string }>,
  'receivedAt'
>

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
