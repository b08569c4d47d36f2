import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import { consentVersion } from '@entente/domain/partner/partnership'
import { sized } from '@entente/testkit/full'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import {
  authorizing,
  type Choice,
  cloud,
  generousLimits,
  givenWorld,
  type Partner,
  partnershipTokenOf,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'
import { refusalOf } from '../core/refused.ts'

const world = await givenWorld({ limits: generousLimits })
const services = cloud.services.map(({ id }) => id)
const operator = await world.as(await world.operator('none', 'operator_admin'))

/** A customer, a partner that sells alone, and a reseller with its provider; everybody is signed in. */
async function cast() {
  const [customer, alone] = [await world.customer(), await world.partner()]
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const provider = await world.partner({ kind: 'indirect_provider' })
  const joint = await world.jointToken(reseller, provider)
  const partners = [alone, reseller, provider]
  const persons = new Map<string, Awaited<ReturnType<typeof world.as>>>()
  for (const { id, person } of [customer, ...partners]) persons.set(id, await world.as(person))
  const as = ({ id }: { id: string }) => {
    const caller = persons.get(id)
    if (!caller) throw new Error(`${id} is not of the cast.`)
    return caller
  }
  return { customer, alone, reseller, provider, partners, joint, as }
}
type Cast = Awaited<ReturnType<typeof cast>>

/** What one act draws: which of the partners, and which services. */
type Draw = { pick: number; chosen: string[] }
const partnerOf = ({ partners }: Cast, { pick }: Draw): Partner => partners[pick % partners.length] as Partner

async function accept({ customer, as }: Cast, token: string, { chosen }: Draw) {
  const { invitation } = as(customer)
  const review = await invitation.review({ token })
  const choices = review.services.map(({ service, state, holder }): Choice => {
    const [yes, no] = state === 'held_by_other' ? (['move', 'keep'] as const) : (['grant', 'skip'] as const)
    return [service, chosen.includes(service) && state !== 'already_yours' ? yes : no, holder?.id]
  })
  return invitation.accept(authorizing(token, choices))
}

const relationshipOf = async ({ customer }: Cast, { id }: Partner) => {
  const [row] = await world.asOwner<{ id: Id<'relationship'> }>(
    'select id from relationship where customer_id = $1 and partner_id = $2',
    [customer.id, id],
  )
  return row?.id ?? ('00000000-0000-0000-0000-000000000000' as Id<'relationship'>)
}
const partnershipOf = async ({ reseller, as }: Cast) =>
  (await as(reseller).partnerships.list({})).partnerships[0]?.id as Id<'partnership'>
const because = (of: Partner) => ({ id: of.id, reason: 'Because', ...once() })

/** Every act of the five, through the procedure of the side that does it. */
const acts = {
  accept_alone: (of: Cast, draw: Draw) =>
    accept(of, tokenOf(of.alone, { withPrivileges: draw.pick % 2 > 0 }), draw),
  accept_reseller: (of: Cast, draw: Draw) => accept(of, tokenOf(of.reseller, { withPrivileges: true }), draw),
  accept_joint: (of: Cast, draw: Draw) => accept(of, of.joint, draw),
  move: async (of: Cast, draw: Draw) => {
    const { partnerRelationships } = of.as(of.customer)
    const holders = await partnerRelationships.holders()
    const moved = holders.filter(({ service }) => draw.chosen.includes(service))
    return partnerRelationships.moveRoles({
      partnerId: partnerOf(of, draw).id,
      services: moved.map(({ service, partner }) => ({ service, holderSeen: partner.id })),
      agreement: { accepted: true, version: cloud.agreements.customer.version },
      ...once(),
    })
  },
  remove_roles: async (of: Cast, draw: Draw) => {
    const { partnerRelationships } = of.as(of.customer)
    const services = draw.chosen.length > 0 ? draw.chosen : ['azure']
    return partnerRelationships.removeRoles({ partnerId: partnerOf(of, draw).id, services, ...once() })
  },
  remove_all: async (of: Cast) => {
    const { partnerRelationships } = of.as(of.customer)
    const holders = await partnerRelationships.holders()
    const seen = holders.map(({ service, partner }) => ({ service, partnerId: partner.id }))
    return partnerRelationships.removeAllRoles({ holders: seen, ...once() })
  },
  use: async (of: Cast, draw: Draw) => {
    const partner = partnerOf(of, draw)
    const id = await relationshipOf(of, partner)
    return of.as(partner).customerServices.open({ id, service: draw.chosen[0] ?? 'azure', ...once() })
  },
  remove_customer: async (of: Cast, draw: Draw) => {
    const partner = partnerOf(of, draw)
    const removing = removingCustomer(await relationshipOf(of, partner), of.customer)
    return of.as(partner).customerRemoval.remove(removing)
  },
  end_partnership: async (of: Cast, { pick }: Draw) => {
    const [own, other] = pick % 2 > 0 ? [of.reseller, of.provider] : [of.provider, of.reseller]
    return of.as(own).partnerships.remove({
      ...{ id: await partnershipOf(of), typedName: other.legalName },
      ...{ attestation: { given: true, version: attestationVersion }, ...once() },
    })
  },
  remove_access: async (of: Cast) =>
    of.as(of.reseller).partnerships.removeAccess({ id: await partnershipOf(of), ...once() }),
  authorise_provider: async (of: Cast) =>
    of.as(of.reseller).partnerships.authorise({
      ...{ token: partnershipTokenOf(of.provider), consent: { given: true, version: consentVersion } },
      ...once(),
    }),
  suspend: (of: Cast, draw: Draw) =>
    operator.operatorPartners.suspend({ ...because(partnerOf(of, draw)), told: 'Pay', freeze: false }),
  lift: (of: Cast, draw: Draw) =>
    operator.operatorPartners.lift({ ...because(partnerOf(of, draw)), told: 'Paid' }),
  freeze: (of: Cast, draw: Draw) => operator.operatorPartners.freeze(because(partnerOf(of, draw))),
  thaw: (of: Cast, draw: Draw) => operator.operatorPartners.thaw(because(partnerOf(of, draw))),
}
type Act = keyof typeof acts
const names = Object.keys(acts) as Act[]
const byCustomer: readonly Act[] = ['accept_alone', 'accept_reseller', 'accept_joint', 'move']

type Record = {
  id: string
  organisation_id: string
  action: string
  payload: { services?: string[]; granted?: string[] }
}
type State = { grants: string[]; relationships: string[]; records: Record[] }

async function stateOf({ customer, partners }: Cast): Promise<State> {
  const rows = (statement: string) => world.asOwner<{ row: string }>(statement, [customer.id])
  const [grants, relationships] = [
    await rows(
      `select partner_id || ' ' || service as row from admin_grant where customer_id = $1 and ended_at is null`,
    ),
    await rows(`select partner_id || ' ' || status as row from relationship where customer_id = $1`),
  ]
  const chains = [customer, ...partners].map(({ id }) => id)
  const records = await world.asOwner<Record>(
    'select id, organisation_id, action, payload from audit_record where organisation_id = any($1::uuid[])',
    [chains],
  )
  return { grants: grants.map(({ row }) => row), relationships: relationships.map(({ row }) => row), records }
}

const without = (all: string[], some: string[]) => all.filter((one) => !some.includes(one))
const ofPartner = (rows: string[], { id }: Partner) =>
  rows.filter((row) => row.startsWith(id)).map((row) => row.split(' ')[1] as string)

function checkStep(of: Cast, act: Act, before: State, after: State) {
  const held = after.grants.map((row) => row.split(' ')[1])
  expect(new Set(held).size, 'one partner with privileges per service').toBe(held.length)
  const [given, ended] = [without(after.grants, before.grants), without(before.grants, after.grants)]
  if (given.length > 0) expect(byCustomer, 'no grant without an act of the customer').toContain(act)
  const known = new Set(before.records.map(({ id }) => id))
  const records = after.records.filter(({ id }) => !known.has(id))
  const chainOf = (id: string) => records.filter((row) => row.organisation_id === id)
  for (const partner of of.partners) {
    const statuses = [before, after].map(({ relationships }) => ofPartner(relationships, partner)[0])
    const changed = statuses[0] !== statuses[1]
    // The commercial relationship does not depend on grants: only an acceptance and the partner itself change it.
    if (changed && statuses[1] === 'active') expect(byCustomer).toContain(act)
    if (changed && statuses[1] === 'removed') expect(act).toBe('remove_customer')
    const chain = chainOf(partner.id)
    const [gained, lost] = [ofPartner(given, partner), ofPartner(ended, partner)]
    const grants = chain.flatMap(({ payload }) => payload.granted ?? [])
    expect(grants.toSorted(), 'what a partner was given, once in its chain').toEqual(gained.toSorted())
    const losses = chain.filter(({ action }) => action.startsWith('admin_grant.'))
    expect(
      losses.flatMap(({ payload }) => payload.services ?? []).toSorted(),
      'what a partner lost, once in its chain',
    ).toEqual(lost.toSorted())
    if (changed) expect(chain.filter(({ action }) => action.startsWith('relationship.'))).toHaveLength(1)
  }
  if (given.length + ended.length > 0)
    expect(chainOf(of.customer.id), 'and in the customer’s').not.toEqual([])
}

/** A run in which every act succeeds. */
const plainRun: [Act, pick: number, ...chosen: string[]][] = [
  ['accept_alone', 1, ...services],
  ['accept_reseller', 0],
  ['move', 1, 'azure'],
  ['use', 1, 'azure'],
  ['accept_joint', 0],
  ['remove_roles', 0, 'intune'],
  ['remove_all', 0],
  ['accept_joint', 0, 'intune'],
  ['remove_access', 0],
  ['end_partnership', 1],
  ['authorise_provider', 0],
  ['suspend', 0],
  ['lift', 0],
  ['freeze', 0],
  ['thaw', 0],
  ['remove_customer', 1],
]

/** What the chains of one partner must never say: anything of a partner that has no business with it. */
function checkSilence({ alone, reseller, provider }: Cast, { records }: State) {
  for (const [reader, others] of [
    [alone, [reseller, provider]],
    [reseller, [alone]],
    [provider, [alone]],
  ] as const) {
    const read = JSON.stringify(records.filter((row) => row.organisation_id === reader.id))
    for (const other of others)
      for (const word of [other.id, other.legalName, other.person.id]) expect(read).not.toContain(word)
  }
}

const step = fc.record({
  // Drawn more often: with everything taken away or suspended there is nothing to do.
  act: fc.constantFrom(...names, ...byCustomer, ...byCustomer, 'lift', 'thaw', 'authorise_provider', 'use'),
  pick: fc.nat(11),
  chosen: fc.subarray(services),
})

test(
  'R-026, R-031, R-057, R-150, R-156, §4.5 to §4.8 whatever two partners, a provider, an operator and a customer do, in whatever order',
  async () => {
    const done = new Set<Act>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), async (steps) => {
        const of = await cast()
        let before = await stateOf(of)
        for (const { act, ...draw } of steps) {
          let isDone = true
          await acts[act](of, draw).catch((error) => {
            // A refusal is an answer; anything else is a fault.
            if (!refusalOf(error)) throw error
            isDone = false
          })
          const after = await stateOf(of)
          if (isDone) done.add(act)
          else
            expect([after.grants.toSorted(), after.relationships.toSorted()]).toEqual([
              before.grants.toSorted(),
              before.relationships.toSorted(),
            ])
          checkStep(of, act, before, after)
          before = after
        }
        checkSilence(of, before)
      }),
      {
        ...{ numRuns: sized(5, 2000), interruptAfterTimeLimit: sized(60_000, 6 * 3_600_000) },
        examples: [[plainRun.map(([act, pick, ...chosen]) => ({ act, pick, chosen }))]],
      },
    )
    expect(
      names.filter((name) => !done.has(name)),
      'acts that never succeeded',
    ).toEqual([])
  },
  sized(120_000, 7 * 3_600_000),
)
