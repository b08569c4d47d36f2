import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { instanceChain } from '@entente/db/core/audit'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { factorClaims } from '@entente/domain/core/setting'
import { directoryClient } from '@entente/outside/directory-client'
import { type Subject, startProvider } from '@entente/testkit/oidc-provider'
import { givenWorld, refusalFrom } from '@entente/trpc/testing'
import { turnOnFactor } from '@entente/trpc/testing/second-factor'
import { afterAll, describe, expect, test } from 'vitest'

const world = await givenWorld()
const provider = await startProvider(`${world.services.sites.operator}/sign-in/directory/callback`)
afterAll(() => provider.stop())

const issuer = {
  ...({ owner: 'instance', issuer: provider.issuer, clientId: 'entente' } as const),
  ...{ clientSecret: 'seven-lamps', factors: factorClaims.parse('amr:mfa,acr:urn:example:strong') },
  client: directoryClient({ allowLocal: true }),
}
/** A visitor of the console of an instance that has the issuer. */
const visitor = (token?: string, operatorDirectory: typeof issuer | null = issuer) =>
  world.caller({ token, site: 'operator', outside: { ...world.services.outside, operatorDirectory } })
const passwordHash = await hashPassword('harbour lamp violet 42')
const operator = () => world.operator(passwordHash, 'operator_admin')
const mfa = { amr: ['pwd', 'mfa'] }

/** Goes to the issuer and comes back as somebody. */
async function comeBack(email: string, as: Subject = {}, from = visitor()) {
  const { url, state } = await from.operatorSignIn.start()
  const { search: query } = await provider.browse(url, { email, email_verified: true, ...as })
  return { url, state, query, finish: (by = from) => by.operatorSignIn.finish({ state, query }) }
}

async function signIn(email: string, as: Subject = {}) {
  const answer = await (await comeBack(email, as)).finish()
  if (answer.result !== 'signed_in') throw new Error(answer.result)
  return answer.session
}
const accountOf = async (token: string) => (await visitor(token).session.current())?.account.id

const refusedFor = async (call: Promise<unknown>) => {
  const refusal = await refusalFrom(call)
  return 'reason' in refusal ? `${refusal.code} ${refusal.reason}` : refusal.code
}
/** What the instance's own chain holds. */
const instanceAudit = () => world.auditOf(instanceChain)
const actionsOf = async (action: string) =>
  (await instanceAudit()).filter((record) => record.action === action).map(({ payload }) => payload)

describe('the issuer of operators', () => {
  test('signs an operator in whose second factor it asserts, and records it', async () => {
    const { id, email } = await operator()
    const { url } = await comeBack(email, mfa)
    const asked = new URL(url).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('acr_values')).toBe('urn:example:strong')
    expect([asked.get('nonce'), asked.get('state')].every((value) => value && value.length > 20)).toBe(true)
    const session = await signIn(email, mfa)
    expect(session.awaits).toBeNull()
    expect(await accountOf(session.token)).toBe(id)
    expect(await actionsOf('directory.signed_in')).toContainEqual({ isFirst: true, isFactorAsserted: true })
  })

  test.each([
    ['acr', { acr: 'urn:example:strong' }, null],
    ['another acr', { acr: 'urn:example:weak' }, 'second_factor_set_up'],
    ['a password alone', { amr: ['pwd'] }, 'second_factor_set_up'],
    ['nothing', {}, 'second_factor_set_up'],
  ])('an operator without a factor here, by %s', async (_, as, awaits) => {
    expect((await signIn((await operator()).email, as)).awaits).toBe(awaits)
  })

  test('asks for the factor here where it asserts none, and for no other step before the session', async () => {
    const person = await operator()
    const own = await turnOnFactor(world, await world.as(person))
    const waiting = await signIn(person.email, { amr: ['pwd'] })
    expect(waiting.awaits).toBe('second_factor')
    expect(await accountOf(waiting.token)).toBeUndefined()
    world.clock.forward({ minutes: 1 })
    const session = await visitor(waiting.token).session.giveSecondFactor({ code: own.code() })
    expect(await accountOf(session.token)).toBe(person.id)
  })

  test('asserts nothing where no value was set', async () => {
    const { email } = await operator()
    const careless = visitor(undefined, { ...issuer, factors: [] })
    const answer = await (await comeBack(email, mfa, careless)).finish()
    expect(answer).toMatchObject({ result: 'signed_in', session: { awaits: 'second_factor_set_up' } })
  })

  test('opens no account that does not exist, none of a partner, and none by an unverified address', async () => {
    const partner = await world.partner()
    for (const [email, as, reason] of [
      ['nobody@operator.example', {}, 'unknown'],
      [partner.person.email, {}, 'unknown'],
      [(await operator()).email, { email_verified: false }, 'unverified'],
      [(await operator()).email, { email_verified: undefined }, 'unverified'],
    ] as const)
      expect(await refusedFor((await comeBack(email, { ...mfa, ...as })).finish())).toBe(
        `operator_sign_in_refused ${reason}`,
      )
    expect(await actionsOf('directory.refused')).toContainEqual({ reason: 'unstated' })
  })

  test('says by its subject who comes: the address may change hands', async () => {
    const { id, email } = await operator()
    const sub = randomUUID()
    await signIn(email, { sub, ...mfa })
    const married = { sub, ...mfa, email: `${sub}@operator.example`, email_verified: false }
    expect(await accountOf((await signIn(email, married)).token)).toBe(id)
    const successor = await comeBack(email, { sub: randomUUID(), ...mfa })
    expect(await refusedFor(successor.finish())).toBe('operator_sign_in_refused other_person')
  })

  test('S9 an attempt comes back once, in time, and with its own state', async () => {
    const { email } = await operator()
    const back = await comeBack(email, mfa)
    await back.finish()
    expect(await refusedFor(back.finish())).toBe('operator_sign_in_refused over')
    const [one, other] = [await comeBack(email, mfa), await comeBack(email, mfa)]
    expect(await refusedFor(visitor().operatorSignIn.finish({ state: one.state, query: other.query }))).toBe(
      'operator_sign_in_refused refused',
    )
    const late = await comeBack(email, mfa)
    world.clock.forward({ minutes: 11 })
    expect(await refusedFor(late.finish())).toBe('operator_sign_in_refused over')
  })

  test('is not there for other sites, nor where none is set', async () => {
    const elsewhere = world.caller({
      site: 'partner',
      outside: { ...world.services.outside, operatorDirectory: issuer },
    })
    for (const caller of [elsewhere, visitor(undefined, null)]) {
      expect(await caller.operatorSignIn.way()).toEqual({ host: null })
      expect(await refusedFor(caller.operatorSignIn.start())).toBe('operator_sign_in_refused off')
    }
    expect(await visitor().operatorSignIn.way()).toEqual({ host: new URL(provider.issuer).host })
    // A partner's return finds no attempt of an operator's.
    const { state, query } = await comeBack((await operator()).email, mfa)
    expect(await refusedFor(elsewhere.directorySignIn.finish({ state, query }))).toBe(
      'directory_sign_in_refused over',
    )
  })

  test('signs nobody in to a suspended account', async () => {
    const { id, email } = await operator()
    await world.asOwner('update auth.account set suspended_at = now() where id = $1', [id])
    expect(await refusedFor((await comeBack(email, mfa)).finish())).toBe('account_not_active')
  })

  test('keeps the state as a hash alone', async () => {
    const { email } = await operator()
    const { state } = await comeBack(email, mfa)
    const rows = await world.asOwner<{ row: string }>(
      'select attempt::text as row from auth.directory_attempt attempt',
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(state).toString('hex'))
  })
})

describe('confirming who one is', () => {
  const start = (token: string) => visitor(token).operatorSignIn.startConfirming()
  async function confirm(token: string, email: string, as: Subject) {
    const { url, state } = await start(token)
    const { search: query } = await provider.browse(url, { email, email_verified: true, ...as })
    return { url, finish: (by = visitor(token)) => by.operatorSignIn.finish({ state, query }) }
  }
  /** A session that began long enough ago to be asked. */
  async function stale() {
    const person = await operator()
    const { token } = await signIn(person.email, mfa)
    world.clock.forward({ minutes: 16 })
    return { ...person, token }
  }
  const end = (token: string) => visitor(token).session.endOthers({ idempotencyKey: randomUUID() })

  test('asks an operator who signed in there to give the credentials there again', async () => {
    const { email, token } = await stale()
    expect(await refusalFrom(end(token))).toEqual({ code: 'step_up_required', method: 'directory' })
    expect(await visitor(token).session.howToConfirm()).toEqual({ method: 'directory' })
    // The provider compares with the time of this machine, our clock is ahead.
    const ahead = -(world.clock.now().getTime() - Date.now()) / 1000
    const { url, finish } = await confirm(token, email, { ...mfa, secondsAgo: ahead })
    const asked = new URL(url).searchParams
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0'])
    const answer = await finish()
    if (answer.result !== 'confirmed') throw new Error(answer.result)
    expect(answer.session.token).not.toBe(token)
    await end(answer.session.token)
    expect(await visitor(token).session.current()).toBeNull()
    expect((await instanceAudit()).map(({ action }) => action)).toContain('session.stepped_up')
  })

  test('refuses a session of old at the issuer, a sign-in without a second factor, another person and another session', async () => {
    const { email, token } = await stale()
    const ahead = -(world.clock.now().getTime() - Date.now()) / 1000
    const tried = async (as: Subject) =>
      refusedFor((await confirm(token, email, { secondsAgo: ahead, ...as })).finish())
    expect(await tried({ ...mfa, secondsAgo: 3600 })).toBe('operator_sign_in_refused not_asked')
    expect(await tried({ amr: ['pwd'] })).toBe('operator_sign_in_refused no_second_factor')
    const colleague = await operator()
    await signIn(colleague.email, mfa)
    expect(await tried({ ...mfa, email: colleague.email, sub: colleague.email })).toBe(
      'operator_sign_in_refused other_person',
    )
    const { finish } = await confirm(token, email, { ...mfa, secondsAgo: ahead })
    expect(await refusedFor(finish(visitor((await signIn(colleague.email, mfa)).token)))).toBe(
      'operator_sign_in_refused over',
    )
    expect((await refusalFrom(end(token))).code).toBe('step_up_required')
  })

  test('asks operators with a second factor here for its code, and those who signed in by password for the password', async () => {
    const person = await operator()
    const byPassword = await world.tokenFor(person)
    const { token } = await signIn(person.email, mfa)
    world.clock.forward({ minutes: 16 })
    const password = { code: 'step_up_required', method: 'password' }
    expect(await refusalFrom(start(byPassword))).toEqual(password)
    const fresh = await world.as(person)
    await turnOnFactor(world, fresh)
    expect(await refusalFrom(start((await signIn(person.email, mfa)).token))).toEqual({
      ...password,
      method: 'second_factor',
    })
    expect(await visitor(token).session.current()).toBeNull()
  })
})

test('S14 leaving for the issuer asks the database nothing about anybody', async () => {
  const statements: string[] = []
  const onStatement = ({ query }: { query: { sql: string } }) => void statements.push(query.sql)
  const database = openDatabase({ url: world.urls.api, onStatement })
  const outside = { ...world.services.outside, operatorDirectory: issuer }
  await world.caller({ database, site: 'operator', outside }).operatorSignIn.start()
  expect(statements.some((text) => text.includes('directory_attempt'))).toBe(true)
  expect(statements.some((text) => text.includes('"account"'))).toBe(false)
  await closeDatabase(database)
})
