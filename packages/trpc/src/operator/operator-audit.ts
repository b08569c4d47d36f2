import { listChains, verifyChain } from '@entente/db/audit/audit-verify'
import {
  type AuditRow,
  findAuditRecord,
  listAuditRecords,
  namesOf,
} from '@entente/db/operator/operator-audit'
import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { auditListInput, chainListInput } from '@entente/domain/operator/operator-list'
import { z } from 'zod'
import { type OperatorSession, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

// A page waits for the answer, so a long chain is verified in parts.
const verifiedAtOnce = 20_000

export const operatorAudit = t.router({
  list: operatorQuery('audit.view', { from: 'replica' })
    .input(auditListInput)
    .query(async ({ ctx: { db, session }, input }) => {
      const { records, nextCursor } = await listAuditRecords(db, input)
      return { records: records.map((record) => readable(record, session)), nextCursor }
    }),

  get: operatorQuery('audit.view')
    .input(z.object({ id: idOf<'audit'>() }))
    .query(async ({ ctx: { db, session }, input: { id } }) => {
      const record = await findAuditRecord(db, id)
      if (!record) throw refused({ code: 'not_found' })
      return readable(record, session)
    }),

  chains: operatorQuery('audit.verify')
    .input(chainListInput)
    .query(async ({ ctx: { db }, input: { after, limit } }) => {
      const found = await listChains(db, { after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const names = await namesOf(
        db,
        page.map(({ organisationId }) => organisationId),
      )
      const chains = page.map(({ organisationId, position }) => ({
        chain: organisationId,
        organisation: names.get(organisationId) ?? null,
        position,
      }))
      return { chains, next: found.length > limit ? (page.at(-1)?.organisationId ?? null) : null }
    }),

  /** Recomputes a chain and names every record that does not fit (R17). It writes nothing, even when it finds faults. */
  verify: operatorQuery('audit.verify')
    .input(z.object({ chain: idOf<'organisation'>(), from: z.number().int().min(1).optional() }))
    .query(async ({ ctx: { db }, input: { chain, from = 1 } }) => {
      const { checked, last, faults, unsealed } = await verifyChain(db, chain, {
        from,
        limit: verifiedAtOnce,
      })
      return {
        ...{ chain, from, checked, faults, unsealed },
        organisation: (await namesOf(db, [chain])).get(chain) ?? null,
        last: last && { position: last.position, hash: last.hash.toString('hex') },
        /** Where to continue in a chain that is longer than one answer. */
        next: checked === verifiedAtOnce && last ? last.position + 1 : null,
      }
    }),
})

/** A support operator sees what happened and who did it, not what the record holds (§5.4). */
const readable = (record: AuditRow, { roles }: OperatorSession): AuditRow =>
  may('operator', roles, 'audit.view_payloads') ? record : { ...record, payload: null, about: [] }
