import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelInput, relabel } from './customer-label.ts'
import { hasWantedServices } from './customer-list.ts'
import { labelLimits } from './customer-list-sizes.ts'

const id = '0198c0de-0000-7000-8000-000000000001'

test('R-023 an alias stays unless it is changed, and an empty one is taken away', () => {
  const label = { alias: 'North', tags: ['vip'] }
  const change = { add: [], remove: [] }
  expect(relabel(label, { ...change, alias: null })).toMatchObject({ value: { alias: 'North' } })
  expect(relabel(label, { ...change, alias: '' })).toMatchObject({ value: { alias: null } })
  expect(relabel(label, { ...change, alias: 'South' })).toMatchObject({ value: { alias: 'South' } })
})

test('R-023 tags are a set of at most twenty, and hold what was added and nothing that was only removed', () => {
  const tag = fc.stringMatching(/^[a-d]{1,3}$/)
  const tags = fc.array(tag, { maxLength: 25 })
  fc.assert(
    fc.property(tags, tags, tags, (held, add, remove) => {
      const result = relabel({ alias: null, tags: [...new Set(held)] }, { alias: null, add, remove })
      const expected = new Set([...held.filter((one) => !remove.includes(one)), ...add])
      if (expected.size > labelLimits.tags)
        expect(result).toMatchObject({ refusal: { code: 'too_many_tags', most: 20 } })
      else expect(result).toMatchObject({ value: { tags: [...expected].toSorted() } })
    }),
  )
})

test('R-023 a tag is read without spaces around it and in one form of its letters', () => {
  const read = labelInput.parse({ ids: [id], add: [' Cafe\u0301  one\0 '] })
  expect(read.add).toEqual(['Café one'])
  expect(labelInput.safeParse({ ids: [id], add: ['   '] }).success).toBe(false)
})

test('U-05 customers without any privileges are those that hold none of the catalogue', () => {
  const catalogue = ['azure', 'intune']
  expect(hasWantedServices([], { missing: 'all' }, catalogue)).toBe(true)
  expect(hasWantedServices([''], { missing: 'all' }, catalogue)).toBe(true)
  expect(hasWantedServices(['azure'], { missing: 'all' }, catalogue)).toBe(false)
})
