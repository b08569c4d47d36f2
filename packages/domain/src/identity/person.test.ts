import { describe, expect, test } from 'vitest'
import { decideJoin, joinDecisions, membershipStatuses } from './person.ts'

describe('deciding a request to join', () => {
  test.each([
    ['global_admin', { status: 'active', roles: ['global_admin'] }],
    ['user', { status: 'active', roles: ['user'] }],
    ['decline', { status: 'declined', roles: [] }],
  ] as const)('%s', (decision, value) => {
    expect(decideJoin('requested', decision)).toEqual({ ok: true, value })
  })

  test.each(membershipStatuses.filter((status) => status !== 'requested'))(
    'is refused once the membership is %s',
    (status) => {
      for (const decision of joinDecisions)
        expect(decideJoin(status, decision)).toEqual({ ok: false, refusal: { code: 'already_decided' } })
    },
  )
})
