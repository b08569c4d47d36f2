import { expect, test } from 'vitest'
import { holderField, postedHolders } from './posted-holders.ts'

test('D-12 an act posts exactly the holders that its page showed', () => {
  const shown = { [holderField('azure')]: 'id-1', [holderField('intune')]: 'id-2', idempotencyKey: 'x' }
  expect(postedHolders(shown)).toEqual([
    { service: 'azure', holder: 'id-1' },
    { service: 'intune', holder: 'id-2' },
  ])
  expect(postedHolders({})).toEqual([])
})
