import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { instanceChain } from '@entente/db/core/audit'
import { asOperator } from '@entente/db/core/scopes'
import { deleteSecondFactor } from '@entente/db/identity/second-factors'
import { operatorRequestHours } from '@entente/domain/operator/operator-request'
import { describe, expect, test } from 'vitest'
import { generousLimits, givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld({ limits: generousLimits })
const once = () => ({ idempotencyKey: randomUUID() })
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const audiences = ['partner', 'customer'] as const
type Audience = (typeof audiences)[number]

/** A company with its global admin, and a colleague who has a second factor and is signed in. */
async function givenFactor(audience: Audience) {
  const company = await world[audience]()
  const colleague = await world.person({
    ...{ organisationId: company.id, audience, passwordHash },
    roles: [audience === 'partner' ? 'sales_agent' : 'user'],
  })
  const api = await world.as(colleague)
  await turnOnFactor(world, api)
  return { company, colleague, api, admin: await world.as(company.person) }
}
type Given = Awaited<ReturnType<typeof givenFactor>>

const resetting = (audience: Audience, { admin, colleague }: Pick<Given, 'admin' | 'colleague'>) => {
  const press = { id: colleague.membershipId, ...once() }
  return audience === 'partner' ? admin.users.resetSecondFactor(press) : admin.people.resetSecondFactor(press)
}

const signIn = (audience: Audience, { email }: { email: string }) =>
  world.caller({ site: audience }).session.signIn({ email, password })

const operator = async (role: 'operator_admin' | 'support_operator' | 'auditor' = 'operator_admin') => {
  const account = await world.operator('none', role)
  return { account, api: await world.as(account) }
}

const asking = ({ colleague }: Pick<Given, 'colleague'>) => ({
  ...{ id: colleague.id, reason: 'Phone stolen, called back' },
  ...once(),
})

describe.each(audiences)('a person of a %s who lost their second factor', (audience) => {
  test('gets it reset by another global admin, is out at once, and sets up another one first', async () => {
    const given = await givenFactor(audience)
    const { company, colleague, api } = given
    expect(await signIn(audience, colleague)).toMatchObject({ awaits: 'second_factor' })
    await resetting(audience, given)
    expect(await api.session.current()).toBeNull()
    const started = await signIn(audience, colleague)
    expect(started).toMatchObject({ awaits: 'second_factor_set_up' })
    const waiting = world.caller({ token: started.token })
    expect(await waiting.session.current()).toBeNull()
    const { session } = await turnOnFactor(world, waiting)
    expect(await world.caller({ token: session?.token }).session.current()).not.toBeNull()
    expect(await signIn(audience, colleague)).toMatchObject({ awaits: 'second_factor' })
    expect(await world.auditOf(company.id)).toContainEqual(
      expect.objectContaining({
        action: 'second_factor.reset',
        actor_id: company.person.id,
        payload: { membershipId: colleague.membershipId, accountId: colleague.id },
      }),
    )
    expect(await world.jobsAbout(colleague.membershipId)).toMatchObject([
      {
        name: 'mail.second-factor-reset',
        data: { organisationId: company.id, audience, by: 'global_admin' },
      },
    ])
  })

  test('cannot reset it alone, and no admin resets a factor that nobody has', async () => {
    const given = await givenFactor(audience)
    const { company, admin } = given
    const own = { admin, colleague: { ...given.colleague, membershipId: company.person.membershipId } }
    expect(await refusalFrom(resetting(audience, own))).toEqual({ code: 'own_account' })
    await resetting(audience, given)
    expect(await refusalFrom(resetting(audience, given))).toEqual({ code: 'no_second_factor' })
  })

  test('keeps a factor that guards another company too', async () => {
    const given = await givenFactor(audience)
    const elsewhere = await world[audience]()
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values ($1, $2, $3, $4, 'active', '{}', now())`,
      [randomUUID(), given.colleague.id, audience, elsewhere.id],
    )
    expect(await refusalFrom(resetting(audience, given))).toEqual({ code: 'feature_off' })
  })
})

describe('a second factor for everybody of a customer', () => {
  test('signs out who has none, who sets one up before anything else; nobody turns theirs off', async () => {
    const { company, colleague, admin, api } = await givenFactor('customer')
    const bare = await world.person({
      ...{ organisationId: company.id, audience: 'customer', roles: ['user'], passwordHash },
    })
    const open = await world.as(bare)
    const press = () => admin.people.requireSecondFactor({ required: true, ...once() })
    expect(await refusalFrom(press())).toEqual({ code: 'own_second_factor_missing' })
    await turnOnFactor(world, admin)
    await press()
    expect((await admin.people.list()).isSecondFactorRequired).toBe(true)
    expect(await open.session.current()).toBeNull()
    expect(await api.session.current()).not.toBeNull()
    expect(await signIn('customer', bare)).toMatchObject({ awaits: 'second_factor_set_up' })
    expect(await signIn('customer', colleague)).toMatchObject({ awaits: 'second_factor' })
    expect(await refusalFrom(api.secondFactor.turnOff(once()))).toEqual({ code: 'second_factor_mandatory' })
    await admin.people.requireSecondFactor({ required: false, ...once() })
    expect(await signIn('customer', bare)).toMatchObject({ awaits: null })
    const actions = (await world.auditOf(company.id)).map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining(['account.second_factor_required', 'account.second_factor_made_optional']),
    )
  })

  test('asks nobody of another customer', async () => {
    const { admin } = await givenFactor('customer')
    await turnOnFactor(world, admin)
    await admin.people.requireSecondFactor({ required: true, ...once() })
    const stranger = await world.person({
      ...{ organisationId: (await world.customer()).id, audience: 'customer', roles: ['user'], passwordHash },
    })
    expect(await signIn('customer', stranger)).toMatchObject({ awaits: null })
  })
})

describe('two operators reset a second factor', () => {
  test('one asks, another one confirms; then the person is out, told, and sets up another one', async () => {
    const given = await givenFactor('customer')
    const { company, colleague, api } = given
    const [support, admin] = [await operator('support_operator'), await operator()]
    const { id } = await support.api.operatorRequests.askReset(asking(given))
    expect((await admin.api.operatorRequests.list()).requests).toContainEqual(
      expect.objectContaining({
        ...{ id, kind: 'reset_second_factor', targetId: colleague.id, isOwn: false },
        reason: 'Phone stolen, called back',
      }),
    )
    expect(await api.session.current()).not.toBeNull()
    await admin.api.operatorRequests.confirm({ id, ...once() })
    expect(await api.session.current()).toBeNull()
    expect(await signIn('customer', colleague)).toMatchObject({ awaits: 'second_factor_set_up' })
    expect(await world.jobsAbout(colleague.membershipId)).toMatchObject([
      { name: 'mail.second-factor-reset', data: { by: 'operator' } },
    ])
    const told = (await world.auditOf(company.id)).map(({ action, payload }) => [action, payload])
    const about = { accountId: colleague.id }
    expect(told).toEqual(
      expect.arrayContaining([
        ['second_factor.reset_asked', about],
        ['second_factor.reset', about],
      ]),
    )
    expect(await world.auditOf(instanceChain)).toContainEqual(
      expect.objectContaining({
        action: 'second_factor.reset',
        actor_id: admin.account.id,
        payload: expect.objectContaining({ ...about, requestId: id, askedBy: support.account.id }),
      }),
    )
    expect((await admin.api.operatorRequests.list()).requests.map((open) => open.id)).not.toContain(id)
  })

  test('the operator who asked cannot confirm, in code and in the database', async () => {
    const given = await givenFactor('customer')
    const admin = await operator()
    const { id } = await admin.api.operatorRequests.askReset(asking(given))
    expect(await refusalFrom(admin.api.operatorRequests.confirm({ id, ...once() }))).toEqual({
      code: 'own_request',
    })
    const force = world.asOwner(
      'update operator_request set confirmed_by = asked_by, confirmed_at = now() where id = $1',
      [id],
    )
    await expect(force).rejects.toThrow('operator_request_four_eyes')
  })

  test('a support operator asks and cannot confirm; an auditor only looks', async () => {
    const given = await givenFactor('customer')
    const [support, auditor] = [await operator('support_operator'), await operator('auditor')]
    const { id } = await (await operator()).api.operatorRequests.askReset(asking(given))
    const outcomes = await outcomesOf(
      support.api.operatorRequests.confirm({ id, ...once() }),
      auditor.api.operatorRequests.askReset(asking(given)),
      auditor.api.operatorRequests.withdraw({ id, ...once() }),
    )
    expect(new Set(outcomes)).toEqual(new Set(['missing_permission']))
    expect((await auditor.api.operatorRequests.list()).requests.map((open) => open.id)).toContain(id)
  })

  test('an operator has no right to a factor outside of a confirmation, whatever the code does', async () => {
    const { colleague } = await givenFactor('customer')
    const { account } = await operator()
    await asOperator(world.api, account.id, (db) => deleteSecondFactor(db, colleague.id))
    expect(await signIn('customer', colleague)).toMatchObject({ awaits: 'second_factor' })
  })

  test('of two who confirm at once, one does; of a confirmation and a withdrawal at once, one counts', async () => {
    const given = await givenFactor('customer')
    const [support, first, second] = [await operator('support_operator'), await operator(), await operator()]
    const { id } = await support.api.operatorRequests.askReset(asking(given))
    const both = [first, second].map(({ api }) => api.operatorRequests.confirm({ id, ...once() }))
    expect(await outcomesOf(...both)).toEqual(['done', 'request_settled'])
    const other = await givenFactor('customer')
    const next = await support.api.operatorRequests.askReset(asking(other))
    const outcomes = await outcomesOf(
      first.api.operatorRequests.confirm({ id: next.id, ...once() }),
      support.api.operatorRequests.withdraw({ id: next.id, ...once() }),
    )
    expect(outcomes).toEqual(['done', 'request_settled'])
  })

  test('one request for a person is open at a time, two at once included', async () => {
    const given = await givenFactor('partner')
    const [first, second] = [await operator(), await operator()]
    const asks = [first, second].map(({ api }) => api.operatorRequests.askReset(asking(given)))
    expect(await outcomesOf(...asks)).toEqual(['already_asked', 'done'])
  })

  test('a withdrawn request changes nothing, and neither does one that expired after 72 hours', async () => {
    const given = await givenFactor('partner')
    const [first, second] = [await operator(), await operator()]
    const withdrawn = await first.api.operatorRequests.askReset(asking(given))
    await first.api.operatorRequests.withdraw({ id: withdrawn.id, ...once() })
    expect(await refusalFrom(second.api.operatorRequests.confirm({ id: withdrawn.id, ...once() }))).toEqual({
      ...{ code: 'request_settled', state: 'withdrawn' },
    })
    const { id } = await first.api.operatorRequests.askReset(asking(given))
    await world.asOwner(
      `update operator_request set asked_at = now() - $2 * interval '1 hour', expires_at = now() where id = $1`,
      [id, operatorRequestHours],
    )
    expect(await refusalFrom(second.api.operatorRequests.confirm({ id, ...once() }))).toEqual({
      ...{ code: 'request_settled', state: 'expired' },
    })
    expect((await second.api.operatorRequests.list()).requests.map((open) => open.id)).not.toContain(id)
    expect(await signIn('partner', given.colleague)).toMatchObject({ awaits: 'second_factor' })
    await second.api.operatorRequests.askReset(asking(given))
  })
})
