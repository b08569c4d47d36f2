import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partnerKinds } from '../core/organisation.ts'
import { acceptLogo, businessProfileInput, placeLocations } from './business-profile.ts'

test('R-167 §4.11 a region has at most five places, each with a number of its own', () => {
  const location = fc.record({ country: fc.constantFrom('DE', 'FR', 'CN'), city: fc.constantFrom('A', 'B') })
  fc.assert(
    fc.property(fc.array(location, { maxLength: 12 }), (locations) => {
      const counts = [...Map.groupBy(locations, ({ country }) => country).values()].map((some) => some.length)
      const placed = placeLocations(locations)
      expect(placed.ok).toBe(counts.every((count) => count <= 5))
      if (!placed.ok) return
      expect(new Set(placed.value.map(({ country, position }) => `${country}${position}`)).size).toBe(
        locations.length,
      )
      expect(placed.value.every(({ position }) => position >= 1 && position <= 5)).toBe(true)
    }),
  )
})

test.each([
  [undefined, 'type'],
  [{ type: 'image/webp', width: 10, bytes: 10 }, 'type'],
  [{ type: 'image/png', width: 301, bytes: 10 }, 'width'],
  [{ type: 'image/gif', width: 300, bytes: 102_401 }, 'size'],
] as const)('§4.11 %o is refused as a logo because of its %s', (picture, reason) => {
  expect(acceptLogo(picture)).toEqual({ ok: false, refusal: { code: 'logo_refused', reason } })
})

test('§4.11 a logo of 300 px and a description of 2,500 characters are taken', () => {
  expect(acceptLogo({ type: 'image/jpeg', width: 300, bytes: 102_400 })).toMatchObject({
    value: 'image/jpeg',
  })
  const fits = (length: number) =>
    businessProfileInput.safeParse({
      ...{ description: 'x'.repeat(length), services: [], locations: [], isPublished: true },
    }).success
  expect([fits(0), fits(2500), fits(2501)]).toEqual([false, true, false])
})

test('R-173 every partner is of a kind of the programme', () => {
  expect([...partnerKinds].toSorted()).toEqual(['direct_bill', 'indirect_provider', 'indirect_reseller'])
})
