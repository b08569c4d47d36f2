import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { OperatorDb } from '@entente/db/core/scopes'
import { findRunningAsking, insertAsking } from '@entente/db/operator/agreement-askings'
import {
  askDuePartners,
  countDue,
  listGlobalAdmins,
  listSignedVersions,
} from '@entente/db/operator/operator-agreements'
import type { Agreement } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

// A transaction writes so many jobs in one statement.
const mailsAtOnce = 500

const version = z.string().max(200).nullable()

export const operatorAgreements = t.router({
  /** The agreements of the cloud, with the versions that were signed, and how many companies still have to sign the newest. */
  get: operatorQuery('instance.overview').query(async ({ ctx: { db, cloud } }) => {
    const signed = await listSignedVersions(db)
    const { partner, customer } = cloud.agreements
    const of = (audience: 'partner' | 'customer') => signed.filter((row) => row.audience === audience)
    return {
      partner: { current: partner, signed: of('partner'), ...(await countDue(db, 'partner', partner)) },
      customer: {
        ...{ current: customer, signed: of('customer') },
        ...(await countDue(db, 'customer', customer)),
        /** How far the worker is, while it asks them. */
        running: (await findRunningAsking(db, customer)) ?? null,
      },
    }
  }),

  /**
   * Mails the global admins of the partners and customers that signed another version and not the newest; a version that is null
   * leaves its side out. Each company is asked once for each version, so that a second press reaches only those that are new. The
   * worker asks the customers, who may be very many.
   */
  ask: operatorMutation('agreements.ask', { fresh: true })
    .input(
      z
        .object({ partnerVersion: version, customerVersion: version })
        .refine(({ partnerVersion, customerVersion }) => partnerVersion !== null || customerVersion !== null),
    )
    .mutation(async ({ ctx, input: { partnerVersion, customerVersion } }) => {
      const { db, cloud, session, now } = ctx
      const { partner, customer } = cloud.agreements
      const isCurrent = (asked: string | null, { version }: Agreement) => asked === null || asked === version
      if (!isCurrent(partnerVersion, partner) || !isCurrent(customerVersion, customer))
        throw refused({ code: 'agreement_changed' })
      const by = session.account.id
      const partners = partnerVersion === null ? undefined : await askPartners(db, partner, by, now)
      const customers = customerVersion === null ? undefined : await askCustomers(db, customer, by, now)
      const asked = [
        ...(partners?.partners ? [{ agreement: partner.name, version: partner.version, ...partners }] : []),
        ...(customers ? [{ agreement: customer.name, version: customer.version, customers }] : []),
      ]
      const entries = asked.map((payload) => ({
        ...{ organisationId: instanceChain, action: 'agreement.asked' as const, payload },
      }))
      if (entries.length > 0) await insertAudit(db, actorOf(ctx), entries, now)
      return { partners: partners?.partners ?? 0, customers: customers ?? 0 }
    }),
})

/** Records a mail to each global admin of the partners that were not asked before. */
async function askPartners(db: OperatorDb, { name, version }: Agreement, by: Id<'account'>, now: Date) {
  const asked = await askDuePartners(db, { name, version }, by, now)
  const admins = asked.length > 0 ? await listGlobalAdmins(db, asked) : []
  for (let from = 0; from < admins.length; from += mailsAtOnce) {
    const mails = admins.slice(from, from + mailsAtOnce)
    const jobs = mails.map(({ organisationId: partnerId, accountId }) => ({
      name: 'mail.agreement-due' as const,
      data: { partnerId, accountId, version },
    }))
    await enqueue(db, jobs, now)
  }
  return { partners: asked.length, mails: admins.length }
}

/** Leaves the customers that were not asked before to the worker; returns how many, and nothing while it is at it. */
async function askCustomers(db: OperatorDb, { name, version }: Agreement, by: Id<'account'>, now: Date) {
  const { due, asked } = await countDue(db, 'customer', { name, version })
  const total = due - asked
  const id = newId<'asking'>()
  const isNew =
    total > 0 && (await insertAsking(db, { id, agreement: name, version, askedBy: by, total }, now))
  if (!isNew) return undefined
  await enqueue(db, [{ name: 'agreement.ask-customers', data: { askingId: id } }], now)
  return total
}
