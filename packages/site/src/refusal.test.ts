import { type Refusal, statusOf } from '@entente/domain/refusal'
import { ownCatalogue } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { asksOperator } from './asks-operator.ts'

test('every refusal whose words send to the operator shows how to reach it', () => {
  const words = ownCatalogue('en') as Record<string, string>
  const sending = Object.keys(statusOf).filter((code) =>
    /\b(ask|contact) the operator|operator does not allow/i.test(words[`errors.${code}`] ?? ''),
  )
  expect(sending.length).toBeGreaterThan(4)
  expect(sending.filter((code) => !asksOperator(code as Refusal['code']))).toEqual([])
})
