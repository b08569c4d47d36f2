import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CustomerRole, customerRoles } from '../core/role.ts'
import {
  advancePerson,
  decideJoin,
  joinDecisions,
  membershipStatuses,
  type PersonAct,
  type PersonFacts,
  type PersonState,
  personActs,
  personStateOf,
  personStates,
  whyNotPerson,
} from './person.ts'

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

/** A global admin acts on a colleague who is a user. */
const good: PersonFacts = {
  actor: { roles: ['global_admin'], isSelf: false },
  roles: ['user'],
  otherGlobalAdmins: 1,
}

describe('a global admin’s acts on a colleague', () => {
  const legal: [PersonState, PersonAct, PersonState][] = [
    ['active', 'change_role', 'active'],
    ['active', 'end_sessions', 'active'],
    ['active', 'reset_second_factor', 'active'],
    ['active', 'remove', 'removed'],
    ['removed', 'restore', 'active'],
  ]

  test.each(legal)('%s, %s: %s', (from, act, to) => {
    expect(advancePerson(from, act, good)).toEqual({ ok: true, value: to })
  })

  test('nothing else is possible', () => {
    for (const state of personStates)
      for (const act of personActs)
        if (!legal.some(([from, possible]) => from === state && possible === act))
          expect(advancePerson(state, act, good)).toEqual({
            ok: false,
            refusal: { code: 'user_state_changed' },
          })
  })

  test.each<[what: string, act: PersonAct, facts: Partial<PersonFacts>, code: string]>([
    [
      'an admin who was removed a moment ago',
      'remove',
      { actor: { roles: [], isSelf: false } },
      'missing_permission',
    ],
    ['a user', 'end_sessions', { actor: { roles: ['user'], isSelf: false } }, 'missing_permission'],
    [
      'D-08 a relationship manager appoints no other',
      'change_role',
      { actor: { roles: ['relationship_manager'], isSelf: false } },
      'missing_permission',
    ],
    [
      'nobody removes themselves',
      'remove',
      { actor: { roles: ['global_admin'], isSelf: true } },
      'own_account',
    ],
    [
      'nobody changes their own role',
      'change_role',
      { actor: { roles: ['global_admin'], isSelf: true } },
      'own_admin_role',
    ],
    [
      'the last global admin stays',
      'remove',
      { roles: ['global_admin'], otherGlobalAdmins: 0 },
      'last_global_admin',
    ],
    [
      'the last global admin stays one',
      'change_role',
      { roles: ['global_admin'], otherGlobalAdmins: 0 },
      'last_global_admin',
    ],
  ])('%s', (_what, act, facts, code) => {
    const refusal = whyNotPerson('active', act, { ...good, ...facts })
    expect(refusal).toMatchObject({ code })
    expect(advancePerson('active', act, { ...good, ...facts })).toEqual({ ok: false, refusal })
  })

  test('a removed person can be restored for 30 days, and is purged after that', () => {
    const removedAt = new Date('2027-01-01T00:00:00Z')
    const daysLater = (days: number) => new Date(removedAt.getTime() + days * 86_400_000)
    expect(personStateOf({ status: 'removed', removedAt }, daysLater(29.9))).toBe('removed')
    expect(personStateOf({ status: 'removed', removedAt }, daysLater(30))).toBe('purged')
    expect(personStateOf({ status: 'active', removedAt: null }, daysLater(99))).toBe('active')
  })

  test('whatever the people of a customer do to each other, a global admin stays', () => {
    type Member = { state: PersonState; role: CustomerRole }
    const member = fc.record({
      state: fc.constantFrom<PersonState>('active', 'removed'),
      role: fc.constantFrom(...customerRoles),
    })
    const admin: Member = { state: 'active', role: 'global_admin' }
    const isAdmin = ({ state, role }: Member) => state === 'active' && role === 'global_admin'
    const step = fc.record({
      by: fc.nat(4),
      on: fc.nat(4),
      act: fc.constantFrom(...personActs),
      role: fc.constantFrom(...customerRoles),
    })
    fc.assert(
      fc.property(fc.array(member, { minLength: 4, maxLength: 4 }), fc.array(step), (others, steps) => {
        const members = [admin, ...others]
        for (const { by, on, act, role } of steps) {
          const [actor, person] = [members[by] as Member, members[on] as Member]
          const decision = advancePerson(person.state, act, {
            actor: { roles: actor.state === 'active' ? [actor.role] : [], isSelf: by === on },
            roles: [person.role],
            otherGlobalAdmins: members.filter((one, index) => index !== on && isAdmin(one)).length,
          })
          if (!decision.ok) continue
          members[on] = { state: decision.value, role: act === 'change_role' ? role : person.role }
          expect(members.some(isAdmin)).toBe(true)
        }
      }),
    )
  })
})
