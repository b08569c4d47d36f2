import { expect, test } from 'vitest'
import { type Actor, actorKeyOf } from './actor.ts'
import type { Id } from './id.ts'

const id = '0192f7a4-0000-7000-8000-000000000001'

test.each<[Actor, string]>([
  // As it always was, so that stored keys keep their owner.
  [{ kind: 'person', accountId: id as Id<'account'>, roles: [] }, id],
  [{ kind: 'person', accountId: null, roles: [] }, 'address:hash'],
  [{ kind: 'application', applicationId: id as Id<'application'>, roles: [] }, `application:${id}`],
  [{ kind: 'system', name: 'retention' }, 'system:retention'],
])('the keys of %o belong to %s', (actor, key) => {
  expect(actorKeyOf(actor, () => 'hash')).toBe(key)
})
