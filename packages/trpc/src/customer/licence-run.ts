import { insertAudit } from '@entente/db/core/audit'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import {
  claimRun,
  endRun,
  type LicenceRun,
  listRunRows,
  lockRun,
  saveRunRows,
} from '@entente/db/customer/licence-runs'
import {
  findLicencePool,
  insertLicences,
  lockForLicences,
  lockSeats,
  saveLicencesTaking,
} from '@entente/db/customer/licences'
import { requestProvisionings } from '@entente/db/customer/provisioning'
import { listOwnGrants } from '@entente/db/relationship/admin-grants'
import { lockRelationship } from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { decideLicence, type LicenceResult } from '@entente/domain/customer/licence'
import { subscriptionStateOf } from '@entente/domain/customer/subscription'
import { decideCustomerAccess } from '@entente/domain/relationship/customer-access'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession, recheck } from '../core/gates.ts'

type Ctx = Context & { session: PartnerSession }

/** What one transaction carries out at most. */
const piece = 100

/**
 * Carries out a run, piece by piece, unless another process does. Each piece asks again whether the person may: it ends with
 * the request that takes the privileges away. What ends in between is done again by the next call, with the same result.
 */
export async function workOnLicences(ctx: Ctx, run: LicenceRun): Promise<void> {
  const { database, session } = ctx
  const tenant = {
    organisationId: session.organisation.id,
    audience: 'partner',
    personId: session.account.id,
  } as const
  const inTenant = <T>(work: (db: PartnerDb) => Promise<T>) => asTenant(database, tenant, work)
  let done = (await inTenant((db) => claimRun(db, run.id)))?.done
  while (done !== undefined && done < run.total) {
    const from: number = done
    done = await inTenant((db) => workOnPiece({ ...ctx, db }, run, from))
  }
}

/** Carries out the rows from `from`; returns where the next ones begin, or undefined when the run is over or another's. */
async function workOnPiece(
  ctx: Ctx & { db: PartnerDb },
  run: LicenceRun,
  from: number,
): Promise<number | undefined> {
  const { db, now } = ctx
  const relationship = await mayGoOn(ctx, run)
  const locked = await lockRun(db, run.id, from)
  if (!locked) return undefined
  if (!relationship || locked.cancelledAt) {
    await endRun(db, run.id, relationship ? 'cancelled' : 'not_granted', now)
    return undefined
  }
  const rows = await listRunRows(db, run.id, { from, limit: piece })
  const results = await decideRows(ctx, run, rows)
  const wishes = results.filter(({ result }) => result === 'done')
  const users = wishes.map(({ userId }) => userId)
  const { subscriptionId, customerId } = run
  if (users.length > 0 && run.act === 'assign')
    await insertLicences(
      db,
      users.map((userId) => ({ subscriptionId, customerId, userId })),
      now,
    )
  else if (users.length > 0) await saveLicencesTaking(db, subscriptionId, users, now)
  await requestProvisionings(
    db,
    wishes.map(({ userId, userName }) => ({
      ...{ relationship, kind: `licence.${run.act}` as const, subject: userId },
      payload: { subscriptionId, userName },
    })),
    now,
  )
  await saveRunRows(db, run.id, results, { done: from + rows.length, total: locked.total }, now)
  if (users.length > 0) await record(ctx, run, users.length)
  return from + rows.length
}

/** Decides each row with the seats that the rows before it left. */
async function decideRows(
  { db, cloud, session, now }: Ctx & { db: PartnerDb },
  { act, customerId, subscriptionId }: LicenceRun,
  rows: readonly { position: number; userId: Id<'customer_user'> }[],
) {
  const users = await lockForLicences(
    db,
    customerId,
    subscriptionId,
    rows.map(({ userId }) => userId),
  )
  const known = new Map(users.map((user) => [user.id, user]))
  const seats = await lockSeats(db, subscriptionId)
  const pool = await findLicencePool(db, session.organisation.id, customerId, subscriptionId)
  const subscription = pool ? subscriptionStateOf(pool, cloud, now) : ('deleted' as const)
  let free = seats ? seats.seats - seats.assigned : 0
  return rows.map(({ position, userId }) => {
    const user = known.get(userId)
    const facts = { subscription, free, user: user?.status, licence: user?.licence ?? undefined }
    const decision = decideLicence(act, facts)
    if (decision.ok && act === 'assign') free--
    const result: LicenceResult = decision.ok ? 'done' : decision.refusal
    return { position, userId, userName: user?.userName ?? '', result }
  })
}

/** The relationship, locked, if the person may still manage licences there. */
async function mayGoOn(ctx: Ctx & { db: PartnerDb }, { relationshipId, customerId }: LicenceRun) {
  const { db, session } = ctx
  const partnerId = session.organisation.id
  const relationship = await lockRelationship(db, partnerId, relationshipId)
  const roles = await recheck(db, session, 'customer_licences.assign').then(
    ({ roles }) => roles,
    () => [],
  )
  const grants = await listOwnGrants(db, partnerId, customerId)
  const permission = 'customer_licences.assign'
  return decideCustomerAccess({ permission, roles, relationship, grants }).ok ? relationship : undefined
}

const record = (ctx: Ctx & { db: PartnerDb }, run: LicenceRun, count: number): Promise<void> => {
  const { relationshipId, customerId, subscriptionId, act } = run
  const partnerId = ctx.session.organisation.id
  const payload = { relationshipId, subscriptionId, act, count, runId: run.id }
  const action = 'customer_licences.changed' as const
  return insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      { organisationId: partnerId, action, payload: { ...payload, customerId } },
      { organisationId: customerId, action, payload: { ...payload, partnerId } },
    ],
    ctx.now,
  )
}
