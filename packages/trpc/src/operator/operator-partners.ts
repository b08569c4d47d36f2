import { insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import { listPeople } from '@entente/db/identity/people'
import { listPartnerActs } from '@entente/db/operator/operator-audit'
import {
  findPartner,
  listLinksOf,
  listPartners,
  lockLinkToRevoke,
  lockPartner,
  saveLinkVersion,
  savePartnerStatus,
} from '@entente/db/operator/operator-partners'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { type Id, idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { partnerListInput } from '@entente/domain/operator/operator-list'
import {
  deauthorise,
  lift,
  partnerControlInput,
  revoke,
  revokeLinkInput,
  suspend,
} from '@entente/domain/operator/partner-control'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const operatorPartners = t.router({
  list: operatorQuery('partners.view')
    .input(partnerListInput)
    .query(({ ctx: { db }, input }) => listPartners(db, input)),

  /** A partner's record: its card, its people without anything secret, its links without their tokens. */
  get: operatorQuery('partners.view')
    .input(z.object({ id: idOf<'organisation'>() }))
    .query(async ({ ctx: { db, session }, input: { id } }) => {
      const partner = await findPartner(db, id)
      if (!partner) throw refused({ code: 'not_found' })
      const people = await listPeople(db, id)
      const acts = await listPartnerActs(db, id)
      const readsReasons = may('operator', session.roles, 'audit.view_payloads')
      return {
        partner,
        people: people.map(({ id, accountId, name, email, status, roles, since, isSuspended }) => ({
          ...{ id, accountId, name, email, status, roles, since, isSuspended },
        })),
        links: (await listLinksOf(db, id)).map(({ partnerId: _, ...link }) => link),
        acts: acts.map(({ id, action, actor, at, payload }) => ({
          ...{ id, action, at, by: actor?.name ?? null },
          reason: readsReasons ? reasonOf(payload) : null,
        })),
      }
    }),

  /** Suspends a partner (§4.2): its links answer neutrally, it sends nothing; its customers and their data stay. */
  suspend: operatorMutation('partners.suspend', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input }) => {
      const { status } = await lockedPartner(ctx.db, input.id)
      await savePartnerStatus(ctx.db, input.id, settled(suspend(status)))
      await recordAct(ctx, 'partner.suspended', input.id, { reason: input.reason })
      return {}
    }),

  /** Lifts a suspension, and tells the partner (M-02). */
  lift: operatorMutation('partners.suspend', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input }) => {
      const { status } = await lockedPartner(ctx.db, input.id)
      await savePartnerStatus(ctx.db, input.id, settled(lift(status)))
      await recordAct(ctx, 'partner.suspension_lifted', input.id, { reason: input.reason })
      const data = { organisationId: input.id, to: 'contact' } as const
      await enqueue(ctx.db, [{ name: 'mail.enrolment-status-changed', data }], ctx.now)
      return {}
    }),

  /** De-authorises a partner for good (§4.2): its people and links stop working; its customers and their data stay. */
  deauthorise: operatorMutation('partners.deauthorise', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input }) => {
      const { status } = await lockedPartner(ctx.db, input.id)
      await savePartnerStatus(ctx.db, input.id, settled(deauthorise(status)))
      await recordAct(ctx, 'partner.deauthorised', input.id, { reason: input.reason })
      return {}
    }),

  /** Revokes every copy of a link that was handed out; the partner's next draft carries a new one (§4.6). */
  revokeLink: operatorMutation('links.revoke', { fresh: true })
    .input(revokeLinkInput)
    .mutation(async ({ ctx, input: { id, version, reason } }) => {
      const link = await lockLinkToRevoke(ctx.db, id)
      if (!link) throw refused({ code: 'not_found' })
      const next = settled(revoke(link.version, version))
      await saveLinkVersion(ctx.db, id, next)
      await recordAct(ctx, 'relationship_link.revoked', link.partnerId, { linkId: id, version: next, reason })
      return {}
    }),
})

async function lockedPartner(db: OperatorDb, id: Id<'organisation'>) {
  const partner = await lockPartner(db, id)
  if (!partner) throw refused({ code: 'not_found' })
  return partner
}

/** Records an act for the partner, who may read the reason, and for the instance, with the partner's id. */
const recordAct = (
  ctx: Context & { db: OperatorDb },
  action: AuditAction,
  partnerId: Id<'organisation'>,
  payload: Record<string, unknown>,
) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      { organisationId: partnerId, action, payload },
      { organisationId: instanceChain, action, payload: { partnerId, ...payload } },
    ],
    ctx.now,
  )

const reasonOf = (payload: unknown): string | null =>
  z.object({ reason: z.string() }).safeParse(payload).data?.reason ?? null
