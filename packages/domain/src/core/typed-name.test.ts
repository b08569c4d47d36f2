import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkTypedName, typedNamePattern } from './typed-name.ts'

test('U12 only the name itself confirms, whatever spaces surround its words', () => {
  expect(checkTypedName(' Northwind  Cloud GmbH ', 'Northwind Cloud  GmbH').ok).toBe(true)
  expect(checkTypedName('Mu\u0308ller', 'M\u00fcller').ok).toBe(true)
  for (const typed of ['', 'northwind cloud gmbh', 'Northwind Cloud', 'NorthwindCloud GmbH'])
    expect([typed, checkTypedName(typed, 'Northwind Cloud GmbH').ok]).toEqual([typed, false])
})

test('U12 the field’s pattern accepts what the API accepts, for every name', () => {
  const names = fc.string({ minLength: 1, unit: fc.constantFrom(...'aA -.()[]{}|/^$*+?&\\é公 ') })
  fc.assert(
    fc.property(names, names, (name, typed) => {
      const pattern = new RegExp(`^(?:${typedNamePattern(name)})$`, 'v')
      expect(pattern.test(name)).toBe(true)
      expect(pattern.test(typed)).toBe(checkTypedName(typed, name).ok)
    }),
  )
})
