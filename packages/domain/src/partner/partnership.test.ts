import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attestationVersion } from '../core/attestation.ts'
import { partnerKinds, partnerStatuses } from '../core/organisation.ts'
import {
  authorisePartnership,
  consentVersion,
  mayAuthorise,
  type PartnershipState,
  removeAdminAccess,
  removePartnership,
} from './partnership.ts'

const reseller = { kind: 'indirect_reseller', status: 'active' } as const
const consent = { given: true, version: consentVersion }
const attested = { given: true, version: attestationVersion }
const authorise = (partnership?: PartnershipState) => authorisePartnership(partnership, { reseller, consent })

test('R-124 without the consent, or with the consent to earlier words, nothing is authorised', () => {
  for (const [posted, code] of [
    [{ given: false, version: consentVersion }, 'consent_missing'],
    [{ given: true, version: '2018-01' }, 'consent_changed'],
  ] as const)
    for (const before of [undefined, { status: 'removed', hasAdminAccess: false } as const])
      expect(authorisePartnership(before, { reseller, consent: posted })).toEqual({
        ok: false,
        refusal: { code },
      })
})

test('R-123 only an indirect reseller that is enrolled and not suspended authorises a provider', () => {
  for (const kind of partnerKinds)
    for (const status of partnerStatuses)
      expect([kind, status, mayAuthorise({ kind, status }).ok]).toEqual([
        kind,
        status,
        kind === 'indirect_reseller' && status === 'active',
      ])
})

test('R-129 the reseller removes the admin access and keeps the partnership', () => {
  expect(removeAdminAccess({ status: 'active', hasAdminAccess: true })).toEqual({
    ok: true,
    value: { status: 'active', hasAdminAccess: false },
  })
})

test('R-157 a partnership ends only with the statement in its present words', () => {
  const live = { status: 'active', hasAdminAccess: true } as const
  expect(removePartnership(live, { ...attested, given: false })).toMatchObject({
    refusal: { code: 'attestation_missing' },
  })
  expect(removePartnership(live, { ...attested, version: '1' })).toMatchObject({
    refusal: { code: 'attestation_changed' },
  })
  expect(removePartnership(live, attested)).toMatchObject({ value: { status: 'removed' } })
})

const acts = {
  authorise: (state?: PartnershipState) => {
    const decided = authorise(state)
    return decided.ok ? decided.value.after : state
  },
  look: (state?: PartnershipState) => state,
  removeAccess: (state?: PartnershipState) => changed(state, state && removeAdminAccess(state)),
  remove: (state?: PartnershipState) => changed(state, state && removePartnership(state, attested)),
}
type Decided = ReturnType<typeof removeAdminAccess | typeof removePartnership>
const changed = (state?: PartnershipState, decided?: Decided) => (decided?.ok ? decided.value : state)

test('§4.5 whatever both sides do in any order, access lives only in a partnership that the reseller authorised last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[]))), (order) => {
      let state: PartnershipState | undefined
      let expected: { status: string; hasAdminAccess: boolean } | undefined
      for (const act of order) {
        state = acts[act](state)
        if (act === 'authorise') expected = { status: 'active', hasAdminAccess: true }
        if (act === 'removeAccess' && expected) expected = { ...expected, hasAdminAccess: false }
        if (act === 'remove' && expected) expected = { status: 'removed', hasAdminAccess: false }
        expect(state).toEqual(expected)
      }
    }),
  )
})

test('§4.5 the same link makes a partnership once, opens it again after its end and restores a removed access', () => {
  const steps = [
    undefined,
    { status: 'removed', hasAdminAccess: false },
    { status: 'active', hasAdminAccess: false },
    { status: 'active', hasAdminAccess: true },
  ] as const
  expect(steps.map((state) => authorise(state))).toMatchObject(
    (['create', 'reopen', 'restore_access', 'unchanged'] as const).map((step) => ({
      ok: true,
      value: { step, after: { status: 'active', hasAdminAccess: true } },
    })),
  )
})
