import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { findExport, findExportPart, insertExport } from '@entente/db/relationship/customer-exports'
import { customerExportInput } from '@entente/domain/relationship/customer-list'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { actorOf, type PartnerSession, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** A person's export of all customers that match, which the worker makes (R-023, U10). */
export const customerExports = t.router({
  /** Starts one in place of the person's last. */
  ask: partnerMutation('customers.view')
    .input(customerExportInput)
    .mutation(async ({ ctx, input: { idempotencyKey: _, ...wish } }) => {
      const { db, session, now, locale } = ctx
      const owner = ownerOf(session)
      const id = newId<'customer_export'>()
      await insertExport(db, { id, ...owner, askedAt: now, language: locale, wish })
      const entry = {
        organisationId: owner.partnerId,
        action: 'customer_export.asked' as const,
        payload: { exportId: id },
      }
      await insertAudit(db, actorOf(ctx), [entry], now)
      const data = { partnerId: owner.partnerId, exportId: id }
      await enqueue(db, [{ name: 'customers.export-asked', data }], now)
      return { id }
    }),

  /** The person's last export, and how far it is. */
  latest: partnerQuery('customers.view').query(
    async ({ ctx: { db, session } }) => (await findExport(db, ownerOf(session))) ?? null,
  ),

  /** One piece of a finished export. */
  part: partnerQuery('customers.view')
    .input(
      z.object({
        cursor: z
          .string()
          .regex(/^\d{1,6}$/)
          .optional(),
      }),
    )
    .query(async ({ ctx: { db, session }, input: { cursor } }) => {
      const part = await findExportPart(db, ownerOf(session), Number(cursor ?? 0))
      if (!part) throw refused({ code: 'not_found' })
      return { rows: part.rows, nextCursor: part.next === null ? null : String(part.next) }
    }),
})

const ownerOf = ({ organisation, account }: PartnerSession) => ({
  partnerId: organisation.id,
  askedBy: account.id,
})
