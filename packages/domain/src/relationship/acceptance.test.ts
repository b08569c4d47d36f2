import { describe, expect, test } from 'vitest'
import { accepting, posting, row } from '../../testing/acceptance.ts'
import { testCloud } from '../../testing/cloud.ts'
import { applyAcceptance } from '../../testing/customer-state.ts'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import {
  acceptInvitationInput,
  decideAcceptance,
  holdingsAfter,
  type PartyPlan,
  reviewServices,
  stepsOf,
} from './acceptance.ts'
import { lossesOf } from './admin-grant.ts'
import { partiesOf } from './relationship-link.ts'

const everything = testCloud.services.map(({ id }) => ({ service: id, from: null }))

/** The plan for Contoso's own link. */
function planned(
  change: PartyPlan['relationship']['change'],
  result: PartyPlan['result'],
  grants: PartyPlan['grants'] = [],
) {
  const relationship = { change, status: 'active' as const }
  const party = { partnerId: contoso, role: 'reseller' as const, relationship, grants, result }
  return { ok: true, value: { parties: [party], result } }
}

describe('accepting for the first time', () => {
  test('R-023 creates the relationship and every ticked grant', () => {
    expect(decideAcceptance(accepting())).toEqual(planned('create', 'accepted', everything))
  })

  test('R-004 R-026 beside another partner: kept services stay, moved ones name the partner they leave, skipped ones stay free', () => {
    const grants = [
      { service: 'mail', partnerId: fabrikam },
      { service: 'compute', partnerId: litware },
    ]
    const posted = posting(
      row('devices', 'skip'),
      row('compute', 'move', litware),
      row('mail', 'keep', fabrikam),
    )
    const moved = [{ service: 'compute', from: litware }]
    expect(decideAcceptance(accepting({ grants, posted }))).toEqual(planned('create', 'accepted', moved))
  })

  test('a link without privileges makes the relationship only', () => {
    const link = { withPrivileges: false }
    expect(decideAcceptance(accepting({ link, posted: posting() }))).toEqual(planned('create', 'accepted'))
  })
})

describe('accepting again', () => {
  const relationships = new Map([[contoso, 'active' as const]])
  const everythingHeld = testCloud.services.map(({ id }) => ({ service: id, partnerId: contoso }))

  test('R-052 while everything is in place is a no-op, whatever was posted about services it holds', () => {
    const posted = posting(
      row('mail', 'grant'),
      row('compute', 'move', litware),
      row('devices', 'keep', contoso),
    )
    const repeated = accepting({ relationships, grants: everythingHeld, posted })
    expect(decideAcceptance(repeated)).toEqual(planned('unchanged', 'already_partner'))
  })

  test('R-005 R-038 restores what the customer took away, but only when the customer chooses it again', () => {
    const grants = everythingHeld.filter(({ service }) => service !== 'compute')
    const restoring = accepting({ relationships, grants })
    const compute = [{ service: 'compute', from: null }]
    expect(decideAcceptance(restoring)).toEqual(planned('unchanged', 'restored', compute))
    const posted = posting(row('mail', 'keep'), row('compute', 'skip'), row('devices', 'keep'))
    expect(decideAcceptance({ ...restoring, posted })).toEqual(planned('unchanged', 'already_partner'))
  })

  test('R-161 after a removal reinstates the same relationship', () => {
    const relationships = new Map([[contoso, 'removed' as const]])
    const again = decideAcceptance(accepting({ relationships, grants: everythingHeld }))
    expect(again).toEqual(planned('reinstate', 'restored'))
  })
})

test('a cloud without a list of countries serves every country', () => {
  expect(decideAcceptance(accepting({ customer: { country: 'BR' } })).ok).toBe(true)
})

describe('R-180 the rows of the review page', () => {
  const grants = [
    { service: 'mail', partnerId: fabrikam },
    { service: 'devices', partnerId: contoso },
  ]

  const link = { partnerId: contoso, providerId: litware, withPrivileges: true }

  test('name every service with its holder, for the party that the link asks them for', () => {
    expect(reviewServices(testCloud, partiesOf(testCloud, link), grants)).toEqual([
      { service: 'mail', name: 'Mail', state: 'held_by_other', holder: fabrikam },
      { service: 'compute', name: 'Compute', state: 'free', holder: null },
      { service: 'devices', name: 'Devices', state: 'already_yours', holder: contoso },
    ])
  })

  test('are empty when the link asks for no privileges', () => {
    expect(
      reviewServices(testCloud, partiesOf(testCloud, { ...link, withPrivileges: false }), grants),
    ).toEqual([])
  })
})

describe('what the page posts', () => {
  const posted = {
    token: 't',
    agreement: { accepted: true, version: '2' },
    services: [row('mail', 'move', fabrikam)],
  }

  test('is accepted unchanged', () => {
    expect(acceptInvitationInput.parse(posted)).toEqual(posted)
  })

  test.each([
    ['an unknown choice', { ...posted, services: [{ ...posted.services[0], choice: 'take' }] }],
    [
      'a holder that is not an id',
      { ...posted, services: [{ ...posted.services[0], holderSeen: 'fabrikam' }] },
    ],
    ['a tick that is not a boolean', { ...posted, agreement: { accepted: 'on', version: '2' } }],
    ['more services than any cloud has', { ...posted, services: Array(51).fill(posted.services[0]) }],
  ])('is refused with %s', (_, wrong) => {
    expect(acceptInvitationInput.safeParse(wrong).success).toBe(false)
  })
})

describe('R-145 R-150 R-179 accepting a joint link of a reseller and its provider', () => {
  const link = { providerId: litware }
  const step = {
    create: { change: 'create', status: 'active' },
    unchanged: { change: 'unchanged', status: 'active' },
  }
  const partyOf = (
    partnerId: typeof contoso,
    change: keyof typeof step,
    result: string,
    grants: object[] = [],
  ) => ({
    ...{
      partnerId,
      role: partnerId === litware ? 'provider' : 'reseller',
      relationship: step[change],
      grants,
      result,
    },
  })

  test('one press authorises both: privileges for the reseller, none for the provider', () => {
    const parties = [
      partyOf(contoso, 'create', 'accepted', everything),
      partyOf(litware, 'create', 'accepted'),
    ]
    expect(decideAcceptance(accepting({ link }))).toEqual({
      ok: true,
      value: { parties, result: 'accepted' },
    })
  })

  test('a half that is there stays as it is, the missing one is created', () => {
    const grants = everything.map(({ service }) => ({ service, partnerId: contoso }))
    const half = accepting({ link, relationships: new Map([[contoso, 'active']]), grants })
    const added = [partyOf(contoso, 'unchanged', 'already_partner'), partyOf(litware, 'create', 'accepted')]
    expect(decideAcceptance(half)).toEqual({ ok: true, value: { parties: added, result: 'accepted' } })
  })

  test('services move from the provider to the reseller like from anybody else', () => {
    const grants = [{ service: 'mail', partnerId: litware }]
    const others = [row('compute', 'skip'), row('devices', 'skip')]
    const moving = accepting({ link, grants, posted: posting(row('mail', 'move', litware), ...others) })
    const plan = decideAcceptance(moving)
    if (!plan.ok) throw new Error(plan.refusal.code)
    expect(holdingsAfter(grants, plan.value)).toEqual([{ service: 'mail', partnerId: contoso }])
    expect(lossesOf(grants, stepsOf(plan.value))).toEqual([
      { partnerId: litware, services: ['mail'], kept: [] },
    ])
  })

  test('a change of holder refuses both halves', () => {
    const grants = [{ service: 'mail', partnerId: fabrikam }]
    expect(decideAcceptance(accepting({ link, grants }))).toEqual({
      ok: false,
      refusal: { code: 'holders_changed' },
    })
  })
})

test('applying an empty plan changes nothing', () => {
  const state = {
    relationships: new Map([[contoso, 'active' as const]]),
    grants: [{ service: 'mail', partnerId: fabrikam }],
  }
  expect(applyAcceptance(state, planned('unchanged', 'already_partner').value)).toEqual(state)
})
