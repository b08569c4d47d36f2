import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partnerKinds } from '../core/organisation.ts'
import { type AgreementState, agreementHolds, attestAgreement, mayAttest } from './customer-agreement.ts'

const agreement = { name: 'Customer Agreement', version: '2020-02', url: 'https://agreement.test/' }
const cloudThat = (attestedByPartner: boolean) => ({
  agreements: { customer: agreement, partner: agreement, attestedByPartner },
})
const act = {
  ...{ cloud: cloudThat(true), kind: 'direct_bill' as const, version: '2020-02', agreedOn: '2027-03-07' },
  ...{ now: new Date('2027-03-07T11:00:00Z'), timeZone: 'UTC' },
}

// As the database's `customer_agreement_state` answers.
const agreementStateOf = (known: { isSigned: boolean; isAttested: boolean }): AgreementState => {
  if (known.isSigned) return 'signed'
  return known.isAttested ? 'attested' : 'none'
}

test('§4.13 a direct-bill partner and a provider attest, a reseller cannot', () => {
  for (const kind of partnerKinds)
    expect(attestAgreement('none', { ...act, kind }).ok).toBe(kind !== 'indirect_reseller')
})

test('§3.4 a cloud without attestations refuses them, and its orders need none', () => {
  const elsewhere = cloudThat(false)
  expect(attestAgreement('none', { ...act, cloud: elsewhere })).toMatchObject({
    refusal: { code: 'feature_off' },
  })
  expect([agreementHolds(elsewhere, 'none'), agreementHolds(act.cloud, 'none')]).toEqual([true, false])
})

test('§4.13 no date of the future, as the person’s own calendar says it, and no other version', () => {
  expect(attestAgreement('none', { ...act, agreedOn: '2027-03-08' })).toMatchObject({
    refusal: { code: 'agreement_date_in_future' },
  })
  const ahead = { ...act, agreedOn: '2027-03-08', timeZone: 'Pacific/Auckland' }
  expect(attestAgreement('none', ahead).ok).toBe(true)
  expect(attestAgreement('none', { ...act, version: '2019-01' })).toMatchObject({
    refusal: { code: 'agreement_changed' },
  })
})

test('§4.13 whatever happens in whatever order, an agreement once known stays known, and a signature counts most', () => {
  const step = fc.record({
    event: fc.constantFrom('attest', 'sign'),
    kind: fc.constantFrom(...partnerKinds),
    isAttested: fc.boolean(),
    agreedOn: fc.constantFrom('2027-03-06', '2027-03-07', '2027-03-08'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const rows = { isSigned: false, isAttested: false }
      for (const { event, kind, isAttested, agreedOn } of steps) {
        const before: AgreementState = agreementStateOf(rows)
        const cloud = cloudThat(isAttested)
        if (event === 'sign') rows.isSigned = true
        else {
          const decision = attestAgreement(before, { ...act, cloud, kind, agreedOn })
          if (decision.ok) {
            expect([before, mayAttest(cloud, kind), agreedOn <= '2027-03-07']).toEqual(['none', true, true])
            rows.isAttested = true
          }
        }
        const after = agreementStateOf(rows)
        if (before !== 'none') expect(after).not.toBe('none')
        if (before === 'signed') expect(after).toBe('signed')
        expect(agreementHolds(cloudThat(true), after)).toBe(after !== 'none')
      }
    }),
  )
})
