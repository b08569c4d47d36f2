import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepting, posting } from '../../testing/acceptance.ts'
import { testCloud } from '../../testing/cloud.ts'
import { applyAcceptance, type CustomerState } from '../../testing/customer-state.ts'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import { type AcceptInput, decideAcceptance, reviewServices } from './acceptance.ts'
import { holderOf } from './admin-grant.ts'
import { partiesOf } from './relationship-link.ts'

const partners = [contoso, fabrikam, litware]
const services = testCloud.services.map(({ id }) => id)
const nothing: CustomerState = { relationships: new Map(), grants: [] }

/** One press on Authorize: the link's partner, the age of the page in presses, and the boxes that are ticked. */
const anyPresses = fc.record({
  partnerId: fc.constantFrom(...partners),
  // The provider of a joint link; a link that named its partner twice would be none.
  providerId: fc.option(fc.constantFrom(...partners)),
  withPrivileges: fc.boolean(),
  pageAge: fc.nat({ max: 3 }),
  wants: fc.array(fc.boolean(), { minLength: services.length, maxLength: services.length }),
})
const presses = anyPresses.map(({ providerId, ...press }) => ({
  ...press,
  providerId: providerId === press.partnerId ? null : providerId,
}))
type Press = typeof presses extends fc.Arbitrary<infer P> ? P : never

/** What the review page of `seen` posts for this press. */
function postedFrom(seen: CustomerState, press: Press): AcceptInput['services'] {
  return reviewServices(testCloud, partiesOf(testCloud, press), seen.grants).map(
    ({ service, state, holder }, at) => {
      const isWanted = press.wants[at]
      const choice = state === 'free' ? (isWanted ? 'grant' : 'skip') : isWanted ? 'move' : 'keep'
      return { service, choice, holderSeen: holder }
    },
  )
}

function decide(state: CustomerState, press: Press, posted: AcceptInput['services']) {
  const { relationships, grants } = state
  return decideAcceptance(accepting({ link: press, relationships, grants, posted: posting(...posted) }))
}

type Step = { press: Press; before: CustomerState; seen: CustomerState; after: CustomerState; code: string }

/** Plays the presses one after the other; a page of age n shows the state of n presses ago. */
function play(history: readonly Press[]): Step[] {
  const states = [nothing]
  return history.map((press) => {
    const before = states.at(-1) ?? nothing
    const seen = states.at(-1 - press.pageAge) ?? nothing
    const decision = decide(before, press, postedFrom(seen, press))
    const after = decision.ok ? applyAcceptance(before, decision.value) : before
    states.push(after)
    return { press, before, seen, after, code: decision.ok ? decision.value.result : decision.refusal.code }
  })
}

const everyHistory = (check: (step: Step) => void) =>
  fc.assert(
    fc.property(fc.array(presses, { minLength: 1, maxLength: 20 }), (history) => {
      for (const step of play(history)) check(step)
    }),
    { numRuns: 500 },
  )

const named = ({ partnerId, providerId }: Press) => (providerId ? [partnerId, providerId] : [partnerId])
const holdersOf = (service: string, state: CustomerState) =>
  state.grants.filter((grant) => grant.service === service)

describe('§4.8 grants, over random histories of acceptances by several partners', () => {
  test('R-026 R-057 no service ever has two holders', () => {
    everyHistory(({ after }) => {
      for (const service of services) expect(holdersOf(service, after).length).toBeLessThanOrEqual(1)
    })
  })

  test('what the customer chose is what happens, service by service', () => {
    everyHistory(({ press, before, after, code }) => {
      if (code === 'holders_changed') return
      services.forEach((service, at) => {
        const isGiven = press.withPrivileges && press.wants[at]
        const holder = isGiven ? press.partnerId : holderOf(service, before.grants)
        expect(holderOf(service, after.grants)).toBe(holder)
      })
    })
  })

  test('R-026 a kept or skipped service never moves, whatever the page showed', () => {
    everyHistory(({ press, before, after }) => {
      const untouched = services.filter((_, at) => !press.wants[at])
      for (const service of untouched) expect(holdersOf(service, after)).toEqual(holdersOf(service, before))
    })
  })

  test('a page with an outdated holder writes nothing at all, and nothing else is refused', () => {
    everyHistory(({ press, before, seen, after, code }) => {
      const differs = (service: string) => {
        const now = holderOf(service, before.grants)
        return now !== press.partnerId && now !== holderOf(service, seen.grants)
      }
      const isOutdated = press.withPrivileges && services.some(differs)
      expect(code === 'holders_changed').toBe(isOutdated)
      if (isOutdated) expect(after).toEqual(before)
      else for (const party of named(press)) expect(after.relationships.get(party)).toBe('active')
    })
  })

  test('R-031 accepting one partner never changes the relationship with another', () => {
    everyHistory(({ press, before, after }) => {
      for (const other of partners.filter((partner) => !named(press).includes(partner)))
        expect(after.relationships.get(other)).toBe(before.relationships.get(other))
    })
  })

  test('the same press on a fresh page changes nothing the second time', () => {
    everyHistory(({ press, after, code }) => {
      if (code === 'holders_changed') return
      const kept = { ...press, wants: services.map(() => false) }
      const again = decide(after, press, postedFrom(after, kept))
      const unchanged = { change: 'unchanged', status: 'active' }
      const parties = named(press).map((partnerId) => ({
        ...{ partnerId, relationship: unchanged, grants: [], result: 'already_partner' },
      }))
      expect(again).toMatchObject({ ok: true, value: { parties, result: 'already_partner' } })
    })
  })

  test('R-145 R-150 a joint acceptance authorises both or neither, and gives its provider no privileges', () => {
    everyHistory(({ press, before, after }) => {
      if (!press.providerId) return
      const { partnerId, providerId } = press
      const isNew = (partner: typeof partnerId) =>
        before.relationships.get(partner) !== after.relationships.get(partner)
      if (isNew(partnerId)) expect(after.relationships.get(providerId)).toBe('active')
      if (isNew(providerId)) expect(after.relationships.get(partnerId)).toBe('active')
      const heldBefore = before.grants.filter((grant) => grant.partnerId === providerId)
      expect(heldBefore).toEqual(
        expect.arrayContaining(after.grants.filter((grant) => grant.partnerId === providerId)),
      )
    })
  })

  test('R-057 of two partners on the same page for the same free service, the second gets nothing', () => {
    const asking = { providerId: null, withPrivileges: true }
    const first: Press = { ...asking, partnerId: contoso, pageAge: 0, wants: [true, false, false] }
    const second: Press = { ...asking, partnerId: fabrikam, pageAge: 1, wants: [true, true, true] }
    const [one, two] = play([first, second])
    expect([one?.code, two?.code]).toEqual(['accepted', 'holders_changed'])
    expect(two?.after.grants).toEqual([{ service: 'mail', partnerId: contoso }])
    expect(two?.after.relationships.has(fabrikam)).toBe(false)
  })

  test('the histories reach every outcome', () => {
    const codes = fc
      .sample(fc.array(presses, { minLength: 20, maxLength: 20 }), 50)
      .flatMap((history) => play(history))
    expect(new Set(codes.map(({ code }) => code))).toEqual(
      new Set(['accepted', 'restored', 'already_partner', 'holders_changed']),
    )
  })
})
