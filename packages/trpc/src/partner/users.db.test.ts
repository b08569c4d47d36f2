import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import type { PartnerRole } from '@entente/domain/core/role'
import type { AdminType, AgentType } from '@entente/domain/core/user-type'
import { describe, expect, test } from 'vitest'
import { cloud, givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const address = () => `ada-${randomUUID().slice(0, 8)}@partner.example`

/** A partner whose person has these roles, with that person signed in. */
async function givenAdmin(roles: PartnerRole[] = ['global_admin', 'admin_agent']) {
  const partner = await world.partner({ roles })
  return { partner, admin: partner.person, api: await world.as(partner.person) }
}

type Api = Awaited<ReturnType<typeof givenAdmin>>['api']
type Types = { agentType?: AgentType; adminType?: AdminType }

async function added(api: Api, options: Types & { name?: string; email?: string } = {}) {
  const input = { name: 'Ada Roy', email: address(), agentType: 'helpdesk_agent', ...options } as const
  const shown = await api.users.add({ ...input, ...once() })
  if (shown.result !== 'shown') throw new Error('A fresh press shows the password.')
  return { ...shown, email: input.email }
}

const signIn = (email: string, password: string) =>
  world.caller({ site: 'partner' }).session.signIn({ email, password })
const stateOf = async (api: Api, id: Parameters<Api['users']['get']>[0]['id']) =>
  (await api.users.get({ id })).user.state
const actionsOf = async (organisationId: string) =>
  (await world.auditOf(organisationId)).map(({ action }) => action)
const colleague = (
  organisationId: Parameters<typeof world.person>[0]['organisationId'],
  ...roles: PartnerRole[]
) => world.person({ organisationId, audience: 'partner', roles })

describe('Add user', () => {
  test('R-108 R-112 R-113 adds the user and shows the password once; one audit record, no mail', async () => {
    const { partner, api } = await givenAdmin()
    // A mail's job names an account or a link, so every job counts.
    const jobs = () => world.asOwner('select id, name from outbox order by id')
    const before = await jobs()
    const user = await added(api, { agentType: 'sales_agent', adminType: 'billing_admin' })
    expect(user.temporaryPassword).toMatch(/^(\w{4}-){3}\w{4}$/)
    expect(user.until.getTime()).toBeGreaterThan(Date.now() + 6.9 * 86_400_000)
    const { users } = await api.users.list({})
    expect(users.find(({ id }) => id === user.id)).toMatchObject({
      ...{ name: 'Ada Roy', email: user.email, agentType: 'sales_agent', adminType: 'billing_admin' },
      state: 'created',
    })
    const records = await world.auditOf(partner.id)
    expect(records.map(({ action }) => action)).toEqual(['user.created'])
    expect(records[0]?.payload).toMatchObject({ roles: ['billing_admin', 'sales_agent'] })
    expect(await jobs()).toEqual(before)
  })

  test('R-109 an address in use is refused in upper or lower case, in the own company', async () => {
    const { api, admin } = await givenAdmin()
    const { email } = await added(api)
    for (const used of [email, admin.email])
      expect(await refusalFrom(added(api, { email: used.toUpperCase() }))).toEqual({ code: 'email_in_use' })
    expect(await added((await givenAdmin()).api, { email })).toHaveProperty('temporaryPassword')
  })

  test('R-109 of two admins who add one address at once, one succeeds', async () => {
    const { partner, api } = await givenAdmin()
    const other = await world.as(await colleague(partner.id, 'global_admin', 'admin_agent'))
    const email = address()
    expect(await outcomesOf(added(api, { email }), added(other, { email }))).toEqual(['done', 'email_in_use'])
  })

  test('R-110 a user has at least one role', async () => {
    const { api } = await givenAdmin()
    expect(await refusalFrom(added(api, { agentType: 'none' }))).toMatchObject({ code: 'invalid_input' })
    expect(await added(api, { agentType: 'none', adminType: 'user_admin' })).toHaveProperty('id')
  })

  test('R-105 R-106 U-22 a global admin without the admin agent role adds no users until it is ticked', async () => {
    const { partner, api } = await givenAdmin(['global_admin'])
    expect(await refusalFrom(added(api))).toEqual({ code: 'admin_agent_missing' })
    expect((await api.users.list({})).whyNotAdd).toEqual({ code: 'admin_agent_missing' })
    await api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    expect((await api.users.list({})).whyNotAdd).toBeNull()
    expect(await added(api)).toHaveProperty('temporaryPassword')
    expect(await actionsOf(partner.id)).toEqual(['user.updated', 'user.created'])
  })

  test('§5.1 a user admin adds agents; only a global admin gives admin roles', async () => {
    const { api } = await givenAdmin(['user_admin', 'admin_agent'])
    expect(await added(api)).toHaveProperty('id')
    expect(await refusalFrom(added(api, { adminType: 'billing_admin' }))).toMatchObject({
      code: 'missing_permission',
      permission: 'users.assign_admin_roles',
      roles: ['global_admin'],
    })
  })

  test('R-114 a repeat of the press says shown_once and does not show the password', async () => {
    const { api } = await givenAdmin()
    const press = { name: 'Ada Roy', email: address(), agentType: 'sales_agent', ...once() } as const
    const first = await api.users.add(press)
    const second = await api.users.add(press)
    expect(first.result).toBe('shown')
    expect(second).toMatchObject({ result: 'shown_once', id: first.id, email: press.email })
    expect(second).not.toHaveProperty('temporaryPassword')
    const reset = { id: first.id, ...once() }
    expect(await api.users.resetPassword(reset)).toMatchObject({ result: 'shown' })
    expect(await api.users.resetPassword(reset)).not.toHaveProperty('temporaryPassword')
  })

  test('an open browser is not enough: the admin confirms who they are', async () => {
    const partner = await world.partner()
    const token = await world.tokenFor(partner.person)
    await world.asOwner(
      `update auth.session set authenticated_at = now() - interval '16 minutes' where account_id = $1`,
      [partner.person.id],
    )
    const stale = world.caller({ token })
    expect(await refusalFrom(added(stale))).toMatchObject({ code: 'step_up_required' })
  })
})

describe('the list', () => {
  test('R-108 finds by words of name and address, by role, and page by page', async () => {
    const { api, admin } = await givenAdmin()
    const names = ['Zoë Ångström', 'anna Berg', 'Carl Berg', '王 芳']
    for (const name of names)
      await added(api, { name, agentType: name.includes('Berg') ? 'sales_agent' : 'helpdesk_agent' })
    const namesOf = async (query: Parameters<Api['users']['list']>[0]) =>
      (await api.users.list(query)).users.map(({ name }) => name)
    expect(await namesOf({ search: 'berg' })).toEqual(['anna Berg', 'Carl Berg'])
    expect(await namesOf({ search: 'BERG carl' })).toEqual(['Carl Berg'])
    expect(await namesOf({ search: admin.email.slice(0, 12) })).toEqual([admin.name])
    expect(await namesOf({ search: '芳' })).toEqual(['王 芳'])
    expect(await namesOf({ search: '%' })).toEqual([])
    expect(await namesOf({ role: 'sales_agent' })).toEqual(['anna Berg', 'Carl Berg'])
    const pages: string[] = []
    let cursor: string | undefined
    do {
      const page = await api.users.list({ limit: 2, cursor })
      pages.push(...page.users.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(pages).toHaveLength(5)
    expect(new Set(pages)).toEqual(new Set([...names, admin.name]))
    expect((await (await world.as((await world.partner()).person)).users.list({})).users).toHaveLength(1)
  })

  test('U-17 every role of the account learns who can give roles', async () => {
    const { partner, admin } = await givenAdmin()
    const helpdesk = await world.as(await colleague(partner.id, 'helpdesk_agent'))
    expect(await helpdesk.users.globalAdmins()).toEqual({
      admins: [{ name: admin.name, email: admin.email }],
    })
    expect(await refusalFrom(helpdesk.users.list({}))).toMatchObject({
      code: 'missing_permission',
      roles: ['global_admin', 'user_admin'],
    })
  })
})

describe('update', () => {
  test('§4.4 saves name and roles; they count from the next request', async () => {
    const { partner, api } = await givenAdmin()
    const person = await colleague(partner.id, 'helpdesk_agent')
    const token = await world.tokenFor(person)
    const id = person.membershipId
    await api.users.update({ id, name: 'Ada Berg', agentType: 'sales_agent', adminType: 'none', ...once() })
    expect((await world.caller({ token }).session.current())?.roles).toEqual(['sales_agent'])
    expect((await api.users.get({ id })).user.name).toBe('Ada Berg')
    const records = await world.auditOf(partner.id)
    expect(records).toMatchObject([
      { action: 'user.updated', payload: { roles: ['sales_agent'], before: ['helpdesk_agent'] } },
    ])
    expect(JSON.stringify(records)).not.toContain('Ada Berg')
  })

  test('§4.4 nobody changes their own admin role; the last global admin stays one', async () => {
    const { partner, api, admin } = await givenAdmin()
    const own = { id: admin.membershipId, name: admin.name, agentType: 'admin_agent' } as const
    expect(await refusalFrom(api.users.update({ ...own, adminType: 'none', ...once() }))).toEqual({
      code: 'own_admin_role',
    })
    await colleague(partner.id, 'global_admin')
    expect(await refusalFrom(api.users.update({ ...own, adminType: 'none', ...once() }))).toEqual({
      code: 'own_admin_role',
    })
  })

  test('§5.1 a user admin cannot change or remove a global admin', async () => {
    const { partner, admin } = await givenAdmin()
    const userAdmin = await world.as(await colleague(partner.id, 'user_admin', 'admin_agent'))
    const id = admin.membershipId
    const change = { id, name: 'X', agentType: 'admin_agent', adminType: 'none' } as const
    expect(await refusalFrom(userAdmin.users.update({ ...change, ...once() }))).toMatchObject({
      code: 'missing_permission',
    })
    expect(await refusalFrom(userAdmin.users.remove({ id, ...once() }))).toMatchObject({
      code: 'missing_permission',
    })
  })

  test('§3.3 R-107 where the directory portal gives roles, only the own agent role changes here', async () => {
    const { partner, admin } = await givenAdmin(['global_admin'])
    const person = await colleague(partner.id, 'helpdesk_agent')
    const token = await world.tokenFor(admin)
    const api = world.caller({ token, cloud: { ...cloud, users: { ...cloud.users, rolesEditable: false } } })
    await api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    const own = world.caller({ token, cloud: { ...cloud, users: { ...cloud.users, rolesEditable: false } } })
    const change = { id: person.membershipId, name: person.name, adminType: 'none' } as const
    expect(await refusalFrom(own.users.update({ ...change, agentType: 'sales_agent', ...once() }))).toEqual({
      code: 'feature_off',
    })
    expect(
      await own.users.update({ ...change, name: 'New Name', agentType: 'helpdesk_agent', ...once() }),
    ).toEqual({})
  })
})

describe('a global admin’s own agent role', () => {
  test('R-107 is ticked by the global admin, also while the company still enrols', async () => {
    const { partner, admin } = await givenAdmin(['global_admin'])
    await world.asOwner(`update organisation set partner_status = 'enrolling' where id = $1`, [partner.id])
    const api = await world.as(admin)
    await api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    expect((await api.session.current())?.roles).toEqual(['global_admin', 'admin_agent'])
    expect(await refusalFrom(api.users.list({}))).toEqual({ code: 'partner_not_enrolled' })
  })

  test('R-107 cannot be ticked by anybody else', async () => {
    const { api } = await givenAdmin(['user_admin'])
    expect(
      await refusalFrom(api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })),
    ).toMatchObject({ code: 'missing_permission' })
  })
})

describe('remove and restore', () => {
  test('§4.4 a removed user is signed out at once, is listed for 30 days and is restored with the same roles', async () => {
    const { partner, api } = await givenAdmin()
    const person = await colleague(partner.id, 'user_admin', 'sales_agent')
    const token = await world.tokenFor(person)
    const id = person.membershipId
    await api.users.remove({ id, ...once() })
    expect(await world.caller({ token }).session.current()).toBeNull()
    expect((await api.users.list({})).users.map(({ id }) => id)).not.toContain(id)
    expect((await api.users.list({ status: 'removed' })).users).toMatchObject([
      { id, state: 'removed', adminType: 'user_admin', agentType: 'sales_agent' },
    ])
    expect(await refusalFrom(api.users.remove({ id, ...once() }))).toEqual({ code: 'user_state_changed' })
    await api.users.restore({ id, ...once() })
    expect((await (await world.as(person)).session.current())?.roles).toEqual(['user_admin', 'sales_agent'])
    expect(await actionsOf(partner.id)).toEqual(['user.removed', 'user.restored'])
  })

  test('§4.4 after 30 days a removed user cannot be restored', async () => {
    const { partner, api } = await givenAdmin()
    const person = await colleague(partner.id, 'sales_agent')
    const id = person.membershipId
    await api.users.remove({ id, ...once() })
    await world.asOwner(`update auth.membership set decided_at = now() - interval '31 days' where id = $1`, [
      id,
    ])
    expect(await refusalFrom(api.users.restore({ id, ...once() }))).toEqual({ code: 'not_found' })
    expect((await api.users.list({ status: 'removed' })).users).toEqual([])
  })

  test('§4.4 nobody removes themselves, and the last global admin stays', async () => {
    const { partner, api, admin } = await givenAdmin()
    expect(await refusalFrom(api.users.remove({ id: admin.membershipId, ...once() }))).toEqual({
      code: 'own_account',
    })
    const userAdmin = await world.as(await colleague(partner.id, 'user_admin', 'admin_agent'))
    expect(await refusalFrom(userAdmin.users.remove({ id: admin.membershipId, ...once() }))).toMatchObject({
      permission: 'users.assign_admin_roles',
    })
  })

  test('§4.4 of two global admins who remove each other at once, one stays', async () => {
    for (let round = 0; round < 5; round++) {
      const { partner, admin, api } = await givenAdmin()
      const rival = await colleague(partner.id, 'global_admin', 'admin_agent')
      const rivalApi = await world.as(rival)
      const outcomes = await outcomesOf(
        api.users.remove({ id: rival.membershipId, ...once() }),
        rivalApi.users.remove({ id: admin.membershipId, ...once() }),
      )
      expect(outcomes[0]).toBe('done')
      // The loser is no admin any more, or its session is over by the time it is read.
      expect(outcomes[1]).toMatch(/^(missing_permission|not_signed_in)$/)
      const [left] = await world.asOwner<{ count: string }>(
        `select count(*) from auth.membership where organisation_id = $1 and 'global_admin' = any(roles)`,
        [partner.id],
      )
      expect(left?.count).toBe('1')
    }
  })

  test('§4.4 an act that the user’s present state does not allow is refused', async () => {
    const { partner, api } = await givenAdmin()
    const person = await colleague(partner.id, 'sales_agent')
    const id = person.membershipId
    expect(await refusalFrom(api.users.restore({ id, ...once() }))).toEqual({ code: 'user_state_changed' })
    await api.users.remove({ id, ...once() })
    const change = { id, name: 'X', agentType: 'sales_agent', adminType: 'none' } as const
    for (const act of [
      () => api.users.resetPassword({ id, ...once() }),
      () => api.users.update({ ...change, ...once() }),
    ])
      expect(await refusalFrom(act())).toEqual({ code: 'user_state_changed' })
  })
})

describe('reset', () => {
  test('D-23 a global admin sets a new temporary password; every session ends and the old one stops working', async () => {
    const { partner, api } = await givenAdmin(['global_admin'])
    const old = 'harbour lamp violet 42'
    const person = await world.person({
      ...{ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] },
      passwordHash: await hashPassword(old),
    })
    const { token } = await signIn(person.email, old)
    const shown = await api.users.resetPassword({ id: person.membershipId, ...once() })
    if (shown.result !== 'shown') throw new Error('shown')
    expect(await stateOf(api, person.membershipId)).toBe('must_change')
    expect(await world.caller({ token }).session.current()).toBeNull()
    expect(await refusalFrom(signIn(person.email, old))).toEqual({ code: 'wrong_credentials' })
    expect(await signIn(person.email, shown.temporaryPassword)).toMatchObject({ awaits: 'password_change' })
    expect(await actionsOf(partner.id)).toContain('user.password_reset')
  })

  test('D-23 nobody resets their own password, a user admin resets none, and no admin where the cloud does it elsewhere', async () => {
    const { partner, api, admin } = await givenAdmin()
    const person = await colleague(partner.id, 'sales_agent')
    const reset = (by: Api, id = person.membershipId) =>
      refusalFrom(by.users.resetPassword({ id, ...once() }))
    expect(await reset(api, admin.membershipId)).toEqual({ code: 'own_account' })
    const userAdmin = await colleague(partner.id, 'user_admin', 'admin_agent')
    expect(await reset(await world.as(userAdmin))).toMatchObject({ code: 'missing_permission' })
    for (const passwordReset of ['selfServiceOnly', 'externalPortal'] as const) {
      const elsewhere = world.caller({
        token: await world.tokenFor(admin),
        cloud: { ...cloud, users: { ...cloud.users, passwordReset } },
      })
      expect(await reset(elsewhere)).toEqual({ code: 'feature_off' })
    }
  })

  test('D-23 a person who also works for another company keeps their password', async () => {
    const { partner, api } = await givenAdmin()
    const person = await colleague(partner.id, 'sales_agent')
    const elsewhere = await world.partner()
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values ($1, $2, 'partner', $3, 'active', '{sales_agent}', now())`,
      [randomUUID(), person.id, elsewhere.id],
    )
    const id = person.membershipId
    expect(await refusalFrom(api.users.resetPassword({ id, ...once() }))).toEqual({ code: 'feature_off' })
    expect(
      await refusalFrom(
        api.users.update({ id, name: 'Renamed', agentType: 'sales_agent', adminType: 'none', ...once() }),
      ),
    ).toEqual({ code: 'feature_off' })
  })
})
