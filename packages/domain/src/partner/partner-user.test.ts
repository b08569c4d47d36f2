import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  advanceUserModel,
  type UserEvent,
  type UserModelFacts,
  userEvents,
} from '../../testing/user-machine.ts'
import { partnerRoles } from '../core/role.ts'
import { adminTypes, agentTypes, rolesOfTypes, typesOf } from '../core/user-type.ts'
import {
  type UserRecord,
  type UserState,
  userActs,
  userStateOf,
  userStates,
  whyNotAdd,
  whyNotUser,
} from './partner-user.ts'
import { addUserInput, updateUserInput } from './partner-user-input.ts'

/** A global admin who is an admin agent acts on a helpdesk agent. */
const good: UserModelFacts = {
  cloud: { users: { passwordReset: 'byAdmin', rolesEditable: true } },
  actor: { roles: ['global_admin', 'admin_agent'], isSelf: false },
  roles: ['helpdesk_agent'],
  nextRoles: ['sales_agent'],
  otherGlobalAdmins: 1,
  isTemporarySpent: false,
  beforeRemoval: 'active',
}
const userAdmin = { roles: ['user_admin', 'admin_agent'], isSelf: false } as const
const missing = (permission: string) => ({ code: 'missing_permission', permission })

/** §4.4 as people read it. What is not listed must be impossible. */
const legal: [UserState, UserEvent, UserState][] = [
  ['created', 'sign_in', 'must_change'],
  ['must_change', 'sign_in', 'must_change'],
  ['active', 'sign_in', 'active'],
  ['must_change', 'change_password', 'active'],
  ['active', 'change_password', 'active'],
  ['created', 'expire', 'expired_temp'],
  ['must_change', 'expire', 'expired_temp'],
  ['created', 'reset_password', 'created'],
  ['must_change', 'reset_password', 'must_change'],
  ['active', 'reset_password', 'must_change'],
  ['expired_temp', 'reset_password', 'must_change'],
  ['link_sent', 'send_link', 'link_sent'],
  ['link_expired', 'send_link', 'link_sent'],
  ['link_sent', 'choose_password', 'active'],
  ['link_sent', 'expire', 'link_expired'],
  ...userStates
    .filter((state) => state !== 'removed' && state !== 'purged')
    .flatMap((state): typeof legal => [
      [state, 'update', state],
      [state, 'reset_second_factor', state],
      [state, 'remove', 'removed'],
    ]),
  ['removed', 'restore', 'active'],
  ['removed', 'purge', 'purged'],
]

test.each(legal)('§4.4 %s, %s: %s', (from, event, to) => {
  expect(advanceUserModel(from, event, good)).toEqual({ ok: true, value: to })
})

test('§4.4 the reason on a button and the act’s own refusal are the same', () => {
  for (const state of userStates)
    for (const act of userActs) {
      const decision = advanceUserModel(state, act, good)
      expect(whyNotUser(state, act, good)).toEqual(decision.ok ? undefined : decision.refusal)
    }
})

test('§4.4 nothing else is possible', () => {
  for (const state of userStates)
    for (const event of userEvents) {
      const isLegal = legal.some(([from, name]) => from === state && name === event)
      expect(advanceUserModel(state, event, good).ok, `${state} ${event}`).toBe(isLegal)
    }
})

describe('R-110 one agent role and one admin role', () => {
  test('every combination of the two selectors becomes roles and comes back', () => {
    for (const agentType of agentTypes)
      for (const adminType of adminTypes)
        expect(typesOf(rolesOfTypes({ agentType, adminType }))).toEqual({ agentType, adminType })
  })

  test('at least one of them is chosen, and a bad form says which field is wrong', () => {
    const form = { name: 'Ada', email: 'Ada@Contoso.example', agentType: 'helpdesk_agent' }
    expect(addUserInput.parse(form)).toMatchObject({ email: 'ada@contoso.example', adminType: 'none' })
    const fault = (value: unknown) => {
      const { error } = addUserInput.safeParse(value)
      return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    }
    expect(fault({ ...form, agentType: 'none' })).toEqual(['agentType: no role chosen'])
    expect(fault({ ...form, email: 'x' })).toEqual(['email: not an e-mail address'])
    expect(updateUserInput.safeParse({ ...form, id: 'x' }).success).toBe(false)
  })
})

describe('who may manage users (R-106, R-108, D-23)', () => {
  test('R-106 nobody adds, changes or removes users before being an admin agent', () => {
    const actor = { roles: ['global_admin'], isSelf: false } as const
    for (const event of ['update', 'remove'] as const)
      expect(whyNotUser('active', event, { ...good, actor })).toEqual({ code: 'admin_agent_missing' })
    expect(whyNotUser('removed', 'restore', { ...good, actor })).toEqual({ code: 'admin_agent_missing' })
    expect(whyNotAdd(['global_admin'], ['sales_agent'])).toEqual({ code: 'admin_agent_missing' })
    expect(whyNotAdd(['global_admin', 'admin_agent'], ['sales_agent'])).toBeUndefined()
  })

  test('R-107 U-22 but a global admin takes the admin agent role', () => {
    const own = {
      ...good,
      actor: { roles: ['global_admin'], isSelf: true },
      roles: ['global_admin'],
      nextRoles: ['global_admin', 'admin_agent'],
    } as const
    expect(whyNotUser('active', 'update', own)).toBeUndefined()
    expect(whyNotUser('active', 'update', { ...own, otherGlobalAdmins: 0 })).toBeUndefined()
  })

  test('an agent role alone manages nobody', () => {
    const actor = { roles: ['admin_agent', 'billing_admin'], isSelf: false } as const
    expect(whyNotUser('active', 'remove', { ...good, actor })).toMatchObject(missing('users.manage'))
    expect(whyNotAdd(actor.roles, ['sales_agent'])).toMatchObject(missing('users.manage'))
  })

  test('only a global admin gives or takes admin roles', () => {
    const assign = missing('users.assign_admin_roles')
    expect(whyNotAdd(userAdmin.roles, ['sales_agent'])).toBeUndefined()
    expect(whyNotAdd(userAdmin.roles, ['billing_admin'])).toMatchObject(assign)
    const facts = { ...good, actor: userAdmin }
    expect(whyNotUser('active', 'update', facts)).toBeUndefined()
    expect(whyNotUser('active', 'update', { ...facts, nextRoles: ['global_admin'] })).toMatchObject(assign)
    const admin = { ...facts, roles: ['global_admin'] } as const
    expect(whyNotUser('active', 'remove', admin)).toMatchObject(assign)
    expect(whyNotUser('removed', 'restore', admin)).toMatchObject(assign)
  })

  test('D-23 only a global admin resets a password, never their own, and only in a cloud that does it here', () => {
    expect(whyNotUser('active', 'reset_password', { ...good, actor: userAdmin })).toMatchObject(
      missing('users.reset_password'),
    )
    const self = { ...good.actor, isSelf: true }
    expect(whyNotUser('active', 'reset_password', { ...good, actor: self })).toEqual({ code: 'own_account' })
    for (const passwordReset of ['selfServiceOnly', 'externalPortal'] as const) {
      const cloud = { users: { ...good.cloud.users, passwordReset } }
      expect(whyNotUser('active', 'reset_password', { ...good, cloud })).toEqual({ code: 'feature_off' })
    }
  })

  test('§3.3 roles are edited only in a cloud that does it here', () => {
    const cloud = { users: { ...good.cloud.users, rolesEditable: false } }
    expect(whyNotUser('active', 'update', { ...good, cloud })).toEqual({ code: 'feature_off' })
  })

  test('§4.4 the last global admin can neither lose the role nor be removed', () => {
    const last = { ...good, roles: ['global_admin'], otherGlobalAdmins: 0 } as const
    for (const event of ['update', 'remove'] as const) {
      expect(whyNotUser('active', event, last)).toEqual({ code: 'last_global_admin' })
      expect(whyNotUser('active', event, { ...last, otherGlobalAdmins: 1 })).toBeUndefined()
    }
  })

  test('§4.4 nobody removes themselves or changes their own admin role', () => {
    const self = { ...good, actor: { ...good.actor, isSelf: true }, roles: good.actor.roles } as const
    expect(whyNotUser('active', 'remove', self)).toEqual({ code: 'own_account' })
    expect(whyNotUser('active', 'update', { ...self, nextRoles: ['admin_agent'] })).toEqual({
      code: 'own_admin_role',
    })
  })
})

describe('R-115 R-116 the temporary password', () => {
  test('signs in once, and not after it expired', () => {
    const spent = { ...good, isTemporarySpent: true }
    const refusalOf = (state: UserState, facts: UserModelFacts) => {
      const decision = advanceUserModel(state, 'sign_in', facts)
      return decision.ok ? undefined : decision.refusal
    }
    for (const [state, facts] of [
      ['must_change', spent],
      ['expired_temp', good],
    ] as const)
      expect(refusalOf(state, facts)).toEqual({ code: 'temporary_password_over' })
    expect(refusalOf('active', spent)).toBeUndefined()
    expect(refusalOf('removed', good)).toEqual({ code: 'account_not_active' })
  })

  test('decides the user’s state by its use and expiry, until the user is removed', () => {
    const now = new Date('2026-11-20T00:00:00Z')
    const day = (days: number) => new Date(now.getTime() + days * 86_400_000)
    const record: UserRecord = {
      temporaryUntil: day(7),
      isTemporarySpent: false,
      isPastFirst: false,
      awaitsLink: false,
      linkUntil: null,
      removedAt: null,
    }
    const stateOf = (changes: Partial<UserRecord>) => userStateOf({ ...record, ...changes }, now)
    expect(stateOf({})).toBe('created')
    expect(stateOf({ isTemporarySpent: true })).toBe('must_change')
    expect(stateOf({ isPastFirst: true })).toBe('must_change')
    expect(stateOf({ temporaryUntil: now })).toBe('expired_temp')
    expect(stateOf({ temporaryUntil: null })).toBe('active')
    const awaiting = { temporaryUntil: null, isPastFirst: true, awaitsLink: true }
    expect(stateOf({ ...awaiting, linkUntil: day(1) })).toBe('link_sent')
    expect(stateOf({ ...awaiting, linkUntil: now })).toBe('link_expired')
    expect(stateOf(awaiting)).toBe('link_expired')
    expect(stateOf({ removedAt: day(-29) })).toBe('removed')
    expect(stateOf({ removedAt: day(-30) })).toBe('purged')
  })
})

test('§4.4 no sequence of acts leaves an account without a global admin or brings back a purged user', () => {
  const roles = fc.subarray([...partnerRoles]).map((some) => rolesOfTypes(typesOf(some)))
  const turns = fc.array(
    fc.record({ user: fc.nat(3), actor: fc.nat(3), event: fc.constantFrom(...userEvents), next: roles }),
    { maxLength: 60, size: 'max' },
  )
  const seen = new Set<UserState>()
  fc.assert(
    fc.property(turns, (sequence) => {
      const users = [
        {
          state: 'active' as UserState,
          roles: rolesOfTypes({ agentType: 'admin_agent', adminType: 'global_admin' }),
        },
        {
          state: 'active' as UserState,
          roles: rolesOfTypes({ agentType: 'admin_agent', adminType: 'user_admin' }),
        },
        {
          state: 'created' as UserState,
          roles: rolesOfTypes({ agentType: 'none', adminType: 'global_admin' }),
        },
        {
          state: 'link_sent' as UserState,
          roles: rolesOfTypes({ agentType: 'sales_agent', adminType: 'none' }),
        },
      ]
      const isAdmin = (user: (typeof users)[number]) =>
        user.state === 'active' && user.roles.includes('global_admin')
      for (const { user: at, actor: by, event, next } of sequence) {
        const user = users[at]
        const actor = users[by]
        const isOwnEvent = event === 'sign_in' || event === 'change_password'
        if (!user || !actor || next.length === 0) continue
        if (actor.state !== 'active' && !isOwnEvent) continue
        const before = user.state
        const result = advanceUserModel(user.state, event, {
          ...good,
          actor: { roles: actor.roles, isSelf: at === by },
          roles: user.roles,
          nextRoles: next,
          otherGlobalAdmins: users.filter((other) => other !== user && isAdmin(other)).length,
        })
        if (!result.ok) continue
        user.state = result.value
        seen.add(user.state)
        if (event === 'update') user.roles = next
        expect(legal.some(([from, name]) => from === before && name === event)).toBe(true)
        expect(before).not.toBe('purged')
        // An admin whose password is reset is not active until they choose a new one, but the admin who reset it is.
        expect(users.some(isAdmin)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect([...seen].sort()).toEqual([...userStates].sort())
})
