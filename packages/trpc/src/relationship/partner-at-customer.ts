import type { PartnerDb } from '@entente/db/core/scopes'
import { type AdminGrant, listOwnGrants } from '@entente/db/relationship/admin-grants'
import { findRelationship, lockRelationship, type Relationship } from '@entente/db/relationship/relationships'
import { type Id, idOf } from '@entente/domain/core/id'
import { accessReason, type PrivilegedAct, usesPrivileges } from '@entente/domain/relationship/access-record'
import type { GrantUse } from '@entente/domain/relationship/admin-grant'
import {
  type CustomerPermission,
  decideCustomerAccess,
  grantNeeded,
} from '@entente/domain/relationship/customer-access'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, inTenant, type PartnerSession, permitted, recheck } from '../core/gates.ts'
import { read } from '../core/read.ts'
import { refused, settled } from '../core/refused.ts'
import { type WriteOptions, write } from '../core/write.ts'
import { recordUse } from './record-use.ts'

/** A customer of the partner, and the partner's grants there that have not ended. */
export type CustomerAt = {
  relationship: Relationship
  grants: (AdminGrant & { use: GrantUse })[]
  /** The record of the use of the customer's privileges; null for an act that uses none. */
  accessId: Id<'access'> | null
}

type ServicePermission = {
  [P in CustomerPermission]: (typeof grantNeeded)[P] extends 'service' ? P : never
}[CustomerPermission]

/** Beside the customer: the service of an act in one, and why the customer's privileges are used. */
type Use<P> = (P extends ServicePermission ? { service: string } : unknown) &
  (P extends PrivilegedAct ? { reason?: string | undefined } : unknown)
/** Names the customer by its relationship. */
type Target<P> = { id: Id<'relationship'> } & Use<P>
type SentTarget<P> = { id: string } & Use<P>

const customer = z.object({ id: idOf<'relationship'>() })
const privileged = customer.extend({ reason: accessReason.optional() })

function gate<P extends CustomerPermission>(permission: P) {
  const named = {
    none: customer,
    any: privileged,
    service: privileged.extend({ service: z.string().max(50) }),
  }[grantNeeded[permission]]
  // The table has the conditions of both types.
  return permitted<PartnerSession>('partner', permission).input(
    named as unknown as z.ZodType<Target<P>, SentTarget<P>>,
  )
}

/**
 * The customer that somebody acts on, or the refusal that `decideCustomerAccess` gives: not found, not granted, frozen, or
 * without the role. Every act on a customer asks this, in its own transaction. What uses the customer's privileges is
 * recorded here, so that no procedure can forget it. A write, and what is recorded, finds the relationship by
 * `lockRelationship`: what takes grants or relationship away comes before it or after it, never in between.
 */
export async function customerAt(
  ctx: Pick<Context, 'requestId' | 'now'> & { db: PartnerDb; session: PartnerSession },
  permission: CustomerPermission,
  { id, service, reason }: { id: Id<'relationship'>; service?: string; reason?: string | undefined },
  find = usesPrivileges(permission) ? lockRelationship : findRelationship,
): Promise<CustomerAt> {
  const { db, session } = ctx
  const partnerId = session.organisation.id
  const relationship = await find(db, partnerId, id)
  if (!relationship) throw refused({ code: 'not_found' })
  const grants = await listOwnGrants(db, partnerId, relationship.customerId)
  settled(decideCustomerAccess({ permission, service, roles: session.roles, relationship, grants }))
  const use = usesPrivileges(permission) ? { act: permission, service, reason } : null
  return { relationship, grants, accessId: use && (await recordUse(ctx, relationship, use)) }
}

const inPartner = <T>(
  ctx: Pick<Context, 'database'> & { session: PartnerSession },
  _target: unknown,
  work: (db: PartnerDb) => Promise<T>,
): Promise<T> => inTenant(ctx, ctx.session, undefined, work)

/** A read at a customer, with `ctx.customer`. */
export const atCustomerQuery = <P extends CustomerPermission>(permission: P) =>
  read(gate(permission), inPartner, async (ctx, target) => ({
    customer: await customerAt(ctx, permission, target),
  }))

/** A write at a customer, with `ctx.customer`. One that changes the relationship itself locks it from the start. */
export const atCustomerMutation = <P extends CustomerPermission, const Secret extends string = never>(
  permission: P,
  options?: WriteOptions<Secret>,
  lock = lockRelationship,
) =>
  write({
    gate: gate(permission),
    declared: { audience: 'partner', permission },
    options,
    actor: actorOf,
    open: inPartner,
    recheck: async ({ session }, db) => ({ session: await recheck(db, session, permission) }),
    enter: async (ctx, target) => ({ customer: await customerAt(ctx, permission, target, lock) }),
  })
