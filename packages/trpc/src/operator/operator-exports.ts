import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { OperatorDb } from '@entente/db/core/scopes'
import { findExported, findKeptExport, findKeptPart, startExport } from '@entente/db/operator/kept-exports'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { type Id, idOf } from '@entente/domain/core/id'
import { peopleControlInput } from '@entente/domain/operator/account-control'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

const ofOrganisation = z.object({ id: idOf<'organisation'>() })

/** All data of one tenant, which the worker writes and which is kept for a day. */
export const operatorExports = t.router({
  /** The organisation, and how far its last export is. */
  get: operatorQuery('tenants.export')
    .input(ofOrganisation)
    .query(async ({ ctx: { db, now }, input: { id } }) => ({
      organisation: await exportedOf(db, id),
      asked: (await findKeptExport(db, id, now)) ?? null,
    })),

  /** Starts one in place of the last; while one is being made, that one goes on. */
  ask: operatorMutation('tenants.export', { fresh: true })
    .input(peopleControlInput)
    .mutation(async ({ ctx, input: { id: organisationId, reason } }) => {
      const { db, now, session } = ctx
      const { kind } = await exportedOf(db, organisationId)
      const id = newId<'tenant_export'>()
      const row = { id, organisationId, askedBy: session.account.id, askedAt: now }
      if (!(await startExport(db, row))) return {}
      await record(ctx, 'tenant.export_asked', { organisations: [organisationId], exportId: id, reason })
      await enqueue(db, [{ name: 'tenant.export-asked', data: { organisationId, kind, exportId: id } }], now)
      return {}
    }),

  /**
   * The first lines of a whole export, which say what it is, or one of its parts. Reading it begins with the first, so that is
   * recorded.
   */
  part: operatorQuery('tenants.export')
    .input(ofOrganisation.extend({ part: z.int().min(0).max(10_000_000).optional() }))
    .query(async ({ ctx, input: { id, part } }) => {
      const { db, cloud, now } = ctx
      const organisation = await exportedOf(db, id)
      const asked = await findKeptExport(db, id, now)
      if (!asked?.finishedAt) throw refused({ code: 'not_found' })
      const next = (number: number) => (number < asked.parts ? number : null)
      if (part === undefined) {
        await record(ctx, 'tenant.export_read', { organisations: [id], exportId: asked.id })
        const { finishedAt, tables, rowsDone } = asked
        const about = { organisation, cloud: cloud.id, exportedAt: finishedAt, tables, rows: rowsDone }
        return { lines: `${JSON.stringify(about)}\n`, next: next(0) }
      }
      const lines = await findKeptPart(db, asked.id, part)
      // Another export took its place while it was read.
      if (lines === undefined) throw refused({ code: 'not_found' })
      return { lines, next: next(part + 1) }
    }),
})

async function exportedOf(db: OperatorDb, id: Id<'organisation'>) {
  const organisation = await findExported(db, id)
  if (!organisation) throw refused({ code: 'not_found' })
  return organisation
}

function record(ctx: Context & { db: OperatorDb }, action: AuditAction, payload: AuditEntry['payload']) {
  return insertAudit(ctx.db, actorOf(ctx), [{ organisationId: instanceChain, action, payload }], ctx.now)
}
