import { expect, test } from 'vitest'
import { idOf } from './id.ts'

test('an id is a UUID, lower-cased', () => {
  const id = idOf<'request'>().parse('018F3C1E-7A2B-7C3D-8E4F-0123456789AB')
  expect(id).toBe('018f3c1e-7a2b-7c3d-8e4f-0123456789ab')
  // @ts-expect-error An id of one noun is not an id of another.
  const wrong: Parameters<typeof takesLink>[0] = id
  expect(takesLink(wrong)).toBe(id)
})

test.each(['', '1', '018f3c1e7a2b7c3d8e4f0123456789ab', "018f3c1e-7a2b-7c3d-8e4f-0123456789ab'--"])(
  'is not an id: %o',
  (text) => expect(idOf<'request'>().safeParse(text).success).toBe(false),
)

function takesLink(id: import('./id.ts').Id<'link'>) {
  return id
}
