// A process that dies between two statements of an act: its connection is cut when it writes into a table.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authorizing, cloud, givenWorld, grantAll, tokenOf } from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld()

await world.asOwner(`create function cut_connection() returns trigger language plpgsql security definer as
  'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`)

/** Cuts the connection that writes into a table meanwhile, and returns whether the work ended well. */
async function cutAt(table: string, work: () => Promise<unknown>): Promise<'done' | 'failed'> {
  await world.asOwner(
    `create trigger cuts after insert or update on ${table} for each row execute function cut_connection()`,
  )
  try {
    return await work().then(
      () => 'done' as const,
      () => 'failed' as const,
    )
  } finally {
    await world.asOwner(`drop trigger cuts on ${table}`)
  }
}

/** Everything that either act changes. */
const state = () =>
  world.asOwner(`select
    (select jsonb_agg(to_jsonb(g) order by id) from admin_grant g) as grants,
    (select jsonb_agg(to_jsonb(r) order by id) from relationship r) as relationships,
    (select count(*) from relationship_removal) as removals, (select count(*) from acceptance) as acceptances,
    (select count(*) from audit_record) as records, (select count(*) from outbox) as jobs,
    (select count(*) from idempotency) as keys`)

const acts = { removal, move }

/** A partner that removes its relationship with a customer; under this cloud's rule its privileges end with it. */
async function removal() {
  const [customer, partner] = [await world.customer(), await world.partner()]
  const link = tokenOf(partner, { withPrivileges: true })
  const { relationshipId } = await (await world.as(customer.person)).invitation.accept(
    authorizing(link, grantAll),
  )
  const agent = await world.as(partner.person)
  const input = removingCustomer(relationshipId, customer)
  return () => agent.customerRemoval.remove(input)
}

/** A customer that moves a service to another of its partners. */
async function move() {
  const [customer, holder, other] = [await world.customer(), await world.partner(), await world.partner()]
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(holder, { withPrivileges: true }), grantAll))
  await admin.invitation.accept(authorizing(tokenOf(other)))
  const input = {
    partnerId: other.id,
    services: [{ service: 'azure', holderSeen: holder.id }],
    agreement: { accepted: false, version: cloud.agreements.customer.version },
    idempotencyKey: randomUUID(),
  }
  return () => admin.partnerRelationships.moveRoles(input)
}

const written = {
  removal: ['idempotency', 'relationship_removal', 'admin_grant', 'relationship', 'audit_record'],
  move: ['idempotency', 'acceptance', 'admin_grant', 'relationship', 'audit_record', 'outbox'],
} as const

describe.each(Object.keys(acts) as (keyof typeof acts)[])('R2 §4.8 a %s whose process dies', (name) => {
  test.each(written[name])(
    'R2 R-029 R-155 as it writes into %s leaves nothing, and the same press does it once',
    async (table) => {
      const before = world.services.cloud
      world.services.cloud = {
        ...before,
        removal: { ...before.removal, privileges: 'revoke', liveItems: 'confirm' },
      }
      try {
        const press = await acts[name]()
        const clean = await state()
        expect(await cutAt(table, press)).toBe('failed')
        expect(await state()).toEqual(clean)
        const answer = await press()
        const done = await state()
        expect(done).not.toEqual(clean)
        expect(await press()).toEqual(answer)
        expect(await state()).toEqual(done)
      } finally {
        world.services.cloud = before
      }
    },
  )
})
