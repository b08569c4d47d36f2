import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import {
  cancelRun,
  countResults,
  findLastRun,
  findRun,
  insertRun,
  type LicenceRun,
  listResults,
} from '@entente/db/customer/licence-runs'
import {
  findLicencePool,
  findUserIds,
  listLicencePools,
  listLicensedUsers,
} from '@entente/db/customer/licences'
import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import {
  licenceListInput,
  licenceResultsInput,
  licenceRunInput,
  licenceRunMax,
  startLicencesInput,
} from '@entente/domain/customer/licence'
import { type SubscriptionTimes, subscriptionStateOf } from '@entente/domain/customer/subscription'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from '../relationship/partner-at-customer.ts'
import { workOnLicences } from './licence-run.ts'

type AtCustomer = Context & { db: PartnerDb; session: PartnerSession; customer: CustomerAt }

/** The licences of a customer's subscriptions, for one user or for thousands in one run. */
export const customerLicences = t.router({
  list: atCustomerQuery('customer_licences.view').query(async ({ ctx }) => {
    const { db, session, customer } = ctx
    const pools = await listLicencePools(db, session.organisation.id, customer.relationship.customerId)
    return { pools: pools.map((pool) => toShown(ctx, pool)) }
  }),

  /** The seats of one subscription, a page of the customer's users with their licences, and the last run. */
  get: atCustomerQuery('customer_licences.view')
    .input(licenceListInput)
    .query(async ({ ctx, input }) => {
      const { db, session, customer } = ctx
      const { customerId } = customer.relationship
      const pool = await poolOf(ctx, input.subscriptionId)
      const run = await findLastRun(db, session.organisation.id, input.subscriptionId)
      return {
        pool: toShown(ctx, pool),
        ...(await listLicensedUsers(db, customerId, input)),
        run: run && { id: run.id, isRunning: run.finishedAt === null },
        mayAssign: may('partner', session.roles, 'customer_licences.assign'),
      }
    }),

  /** Starts a run: `progress` carries it out. */
  start: atCustomerMutation('customer_licences.assign')
    .input(startLicencesInput)
    .mutation(async ({ ctx, input: { subscriptionId, act, userIds, userNames } }) => {
      const { db, session, customer, now } = ctx
      const { id: relationshipId, customerId, partnerId } = customer.relationship
      await poolOf(ctx, subscriptionId)
      const named = await findUserIds(db, customerId, userNames)
      const unknown = userNames.filter((name) => !named.has(name))
      if (unknown.length > 0)
        throw refused({ code: 'licence_users_unknown', names: unknown.slice(0, 10).join(', ') })
      const all = [...new Set([...userIds, ...named.values()])]
      if (all.length === 0 || all.length > licenceRunMax) throw refused({ code: 'licences_over' })
      const id = newId<'licence_run'>()
      const run = { id, customerId, relationshipId, partnerId, subscriptionId, act }
      if (!(await insertRun(db, { ...run, startedBy: session.account.id, startedAt: now }, all)))
        throw refused({ code: 'licences_running' })
      return { runId: id }
    }),

  /** How far a run is, without whom it concerns. Each look lets an unfinished one go on. */
  progress: atCustomerQuery('customers.view')
    .input(licenceRunInput)
    .query(async ({ ctx, input: { runId } }) => {
      const run = await runOf(ctx, runId)
      if (!run.finishedAt) ctx.inBackground(() => workOnLicences(ctx, run))
      const { subscriptionId, act, done, total, cancelledAt, finishedAt } = run
      return {
        ...{ subscriptionId, act, done, total, isCancelled: cancelledAt !== null, finishedAt },
        counts: await countResults(ctx.db, runId),
      }
    }),

  /** What came of each row. */
  results: atCustomerQuery('customer_licences.view')
    .input(licenceResultsInput)
    .query(async ({ ctx, input }) => {
      await runOf(ctx, input.runId)
      const rows = await listResults(ctx.db, input.runId, { ...input, limit: input.limit + 1 })
      const page = rows.slice(0, input.limit)
      return { rows: page, next: rows.length > input.limit ? (page.at(-1)?.position ?? null) : null }
    }),

  cancel: atCustomerMutation('customer_licences.assign')
    .input(licenceRunInput)
    .mutation(async ({ ctx, input: { runId } }) => {
      await runOf(ctx, runId)
      await cancelRun(ctx.db, runId, ctx.now)
      return {}
    }),
})

async function poolOf({ db, session, customer }: AtCustomer, id: Id<'subscription'>) {
  const pool = await findLicencePool(db, session.organisation.id, customer.relationship.customerId, id)
  return pool ?? Promise.reject(refused({ code: 'not_found' }))
}

async function runOf({ db, session, customer }: AtCustomer, id: Id<'licence_run'>): Promise<LicenceRun> {
  const run = await findRun(db, session.organisation.id, customer.relationship.id, id)
  return run ?? Promise.reject(refused({ code: 'not_found' }))
}

type Pool = SubscriptionTimes & {
  id: Id<'subscription'>
  name: string
  code: string
  seats: number
  assigned: number
}

const toShown = ({ cloud, now }: Context, pool: Pool) => {
  const { id, name, code, seats, assigned } = pool
  return { id, name, code, seats, assigned, state: subscriptionStateOf(pool, cloud, now) }
}
