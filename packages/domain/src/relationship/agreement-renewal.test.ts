import { expect, test } from 'vitest'
import type { Cloud } from '../core/cloud.ts'
import { decideRenewal, heldAgreement, lastSignature } from './agreement-renewal.ts'

const customer = { name: 'Customer Agreement', version: '2', url: 'https://x.example' }
const cloud = { agreements: { customer } } as unknown as Pick<Cloud, 'agreements'>
const signed = (version: string, name = customer.name, day = 1) => ({
  ...{ name, version },
  at: new Date(Date.UTC(2026, 0, day)),
})
const renewal: Parameters<typeof decideRenewal>[0] = {
  cloud,
  actor: { roles: ['global_admin'] },
  signatures: [signed('1')],
  hasActivePartner: true,
  posted: { accepted: true, version: '2' },
}

test('R-022 D-10 a customer that signed an earlier version, another agreement or nothing accepts the newest', () => {
  for (const signatures of [[signed('1')], [signed('2', 'Older Agreement')], []])
    expect(decideRenewal({ ...renewal, signatures })).toEqual({
      ok: true,
      value: { name: customer.name, version: '2' },
    })
})

test.for([
  ['people who may not decide', { actor: { roles: ['user'] } }, 'missing_permission'],
  ['a version that is not the newest', { posted: { accepted: true, version: '1' } }, 'agreement_changed'],
  ['without the tick', { posted: { accepted: false, version: '2' } }, 'agreement_not_accepted'],
  ['what is signed already', { signatures: [signed('2'), signed('1')] }, 'agreement_already_accepted'],
  ['without an active relationship', { hasActivePartner: false }, 'no_active_partner'],
] as [string, Partial<typeof renewal>, string][])('R-022 D-10 refused: %s', ([, change, code]) => {
  expect(decideRenewal({ ...renewal, ...change })).toMatchObject({ ok: false, refusal: { code } })
})

test('D-10 the last signature holds, wherever it was given', () => {
  expect(lastSignature([signed('1', 'A', 1), signed('3', 'A', 9), signed('2', 'A', 5)])?.version).toBe('3')
  expect(lastSignature([])).toBeUndefined()
})

test('D-10 with a partner holds what was accepted last, in its acceptance or for all partners, and nothing without an acceptance', () => {
  const on = (day: number) => ({
    agreement: 'A',
    version: String(day),
    acceptedAt: new Date(Date.UTC(2026, 0, day)),
  })
  expect(heldAgreement(on(1), on(9))?.version).toBe('9')
  expect(heldAgreement(on(9), on(1))?.version).toBe('9')
  expect(heldAgreement(on(1), undefined)?.version).toBe('1')
  expect(heldAgreement(undefined, on(1))).toBeUndefined()
})
