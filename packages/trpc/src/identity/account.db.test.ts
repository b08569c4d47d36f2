import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { guessOften } from '../../testing/guess-often.ts'
import { givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const password = 'harbour lamp violet 42'

type Options = { organisation?: string; domain?: string; email?: string; invitation?: string }

/** The form of a new customer, at a new domain unless one is given. */
function form({ organisation = 'Fabrikam SARL', domain, email, invitation }: Options = {}) {
  const at = domain ?? `fabrikam-${randomUUID().slice(0, 8)}.example`
  const address = email ?? `ada-${randomUUID().slice(0, 8)}@${at}`
  const rest = invitation ? { invitation } : {}
  return {
    organisation,
    country: 'FR',
    name: 'Ada Roy',
    email: address,
    idempotencyKey: randomUUID(),
    ...rest,
  }
}

/** Posts the form and returns the token that the mail would carry. */
async function signUp(options: Options = {}, visitor = world.caller()) {
  const filled = form(options)
  await visitor.account.signUp(filled)
  return { email: filled.email, token: await world.oneTimeToken('sign_up', filled.email) }
}

const asSignedUp = { organisation: 'Fabrikam SARL', country: 'FR', name: 'Ada Roy', password }
const press = (token: string, given: Partial<typeof asSignedUp> = {}) => ({
  ...{ ...asSignedUp, ...given },
  ...{ token, idempotencyKey: randomUUID() },
})

/** The outcome of a press on the confirm page. */
async function confirm(token: string, given: Partial<typeof asSignedUp> = {}) {
  const answer = await world.caller().account.confirmSignUp(press(token, given))
  if ('result' in answer) throw new Error('The press was a repeat.')
  return answer
}

const signIn = (email: string, secret = password) =>
  world.caller().session.signIn({ email, password: secret })

const currentOf = async (email: string, secret = password) => {
  const { token } = await signIn(email, secret)
  return world.caller({ token }).session.current()
}

describe('sign-up', () => {
  test('S7 nothing exists until the confirm press; looking at the link never confirms', async () => {
    const { email, token } = await signUp()
    for (let visit = 0; visit < 5; visit++)
      expect(await world.caller().account.signUpStatus({ token })).toMatchObject({
        email,
        organisation: 'Fabrikam SARL',
      })
    expect(await refusalFrom(signIn(email))).toEqual({ code: 'wrong_credentials' })
    expect(await confirm(token)).toMatchObject({ outcome: 'signed_up', invitation: null })
    expect(await currentOf(email)).toMatchObject({ audience: 'customer', roles: ['global_admin'] })
  })

  test('a stranger who signs up with somebody else’s address can give it no password', async () => {
    const theirs = 'a stranger picked 99'
    const { email, token } = await signUp({}, world.caller())
    await world.caller().account.signUp({ ...form({ email }), ...{ password: theirs } })
    const rows = await world.asOwner<{ details: object }>(
      `select details from auth.one_time_link where details ->> 'email' = $1`,
      [email],
    )
    expect(rows.map(({ details }) => Object.keys(details).toSorted())).toEqual([
      ['address', 'country', 'device', 'email', 'invitation', 'locale', 'name', 'organisation'],
    ])
    expect(await refusalFrom(confirm(token))).toEqual({ code: 'one_time_link_spent' })
    await confirm(await world.oneTimeToken('sign_up', email))
    expect(await refusalFrom(signIn(email, theirs))).toEqual({ code: 'wrong_credentials' })
    expect(await currentOf(email)).toMatchObject({ account: { email } })
  })

  test('the database refuses a pending sign-up that holds a password’s hash', async () => {
    const { email } = await signUp()
    const insert = world.asOwner(
      `update auth.one_time_link set details = details || '{"passwordHash": "x"}' where details ->> 'email' = $1`,
      [email],
    )
    await expect(insert).rejects.toThrow('one_time_link_without_password')
  })

  test('the confirm page says when, where and on which device the sign-up was asked for', async () => {
    const device = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    const asker = world.caller({ clientAddress: '203.0.113.7', device })
    const { email, token } = await signUp({}, asker)
    expect(await world.caller().account.signUpStatus({ token })).toEqual({
      ...{ email, organisation: 'Fabrikam SARL', country: 'FR', name: 'Ada Roy' },
      asked: { at: expect.any(Date), device: 'Firefox, Linux', address: '203.0.113.7' },
    })
    const unknown = await signUp({}, world.caller({ clientAddress: '<b>nowhere</b>' }))
    expect(await world.caller().account.signUpStatus({ token: unknown.token })).toMatchObject({
      asked: { device: null, address: null },
    })
  })

  test('the press saves what is corrected, and signs in at once', async () => {
    const { email, token } = await signUp({ organisation: 'Stranger Ltd' })
    const { session } = await confirm(token, {
      organisation: 'Fabrikam',
      country: 'DE',
      name: 'Ada Lovelace',
    })
    expect(session).toMatchObject({ awaits: null })
    expect(await world.caller({ token: session?.token }).session.current()).toMatchObject({
      account: { email, name: 'Ada Lovelace' },
      organisation: { legalName: 'Fabrikam', country: 'DE' },
    })
  })

  test('of two confirm links of one address only the newer works, also while both are pressed', async () => {
    const { email, token: older } = await signUp()
    await signUp({ email })
    const newer = await world.oneTimeToken('sign_up', email)
    expect(newer).not.toBe(older)
    expect(await refusalFrom(world.caller().account.signUpStatus({ token: older }))).toEqual({
      code: 'one_time_link_spent',
    })
    expect(await outcomesOf(confirm(older), confirm(newer))).toEqual(['done', 'one_time_link_spent'])
  })

  test('sign-ups of one address at the same moment leave one link', async () => {
    const email = form().email
    const answers = await Promise.all(Array.from({ length: 3 }, () => signUp({ email })))
    const tokens = new Set(answers.map(({ token }) => token))
    const open = [...tokens].map((token) => world.caller().account.signUpStatus({ token }))
    expect((await Promise.allSettled(open)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a newer sign-up keeps the invitation of the earlier one, unless it has its own', async () => {
    const [first, second] = [tokenOf(await world.partner()), tokenOf(await world.partner())]
    const { email } = await signUp({ invitation: first })
    const again = await signUp({ email })
    expect(await confirm(again.token)).toMatchObject({ invitation: first })
    const other = await signUp({ invitation: first })
    const own = await signUp({ email: other.email, invitation: second })
    expect(await confirm(own.token)).toMatchObject({ invitation: second })
  })

  test('a used link is spent, and so is one that is a day old', async () => {
    const { token } = await signUp()
    await confirm(token)
    expect(await refusalFrom(confirm(token))).toEqual({ code: 'one_time_link_spent' })
    expect(await refusalFrom(world.caller().account.signUpStatus({ token }))).toEqual({
      code: 'one_time_link_spent',
    })
    const late = await signUp()
    world.clock.forward({ minutes: 24 * 60 + 1 })
    expect(await refusalFrom(confirm(late.token))).toEqual({ code: 'one_time_link_spent' })
  })

  test('two confirm presses at once make one organisation', async () => {
    const { email, token } = await signUp()
    expect(await outcomesOf(confirm(token), confirm(token), confirm(token))).toEqual([
      ...['done', 'one_time_link_spent', 'one_time_link_spent'],
    ])
    const rows = await world.asOwner('select 1 from auth.account where email = $1', [email])
    expect(rows).toHaveLength(1)
  })

  test('the same confirm press, sent twice, repeats its first answer without session and invitation', async () => {
    const { token } = await signUp({ invitation: tokenOf(await world.partner()) })
    const visitor = world.caller()
    const once = press(token)
    const first = await visitor.account.confirmSignUp(once)
    expect(first).toMatchObject({ outcome: 'signed_up', invitation: expect.any(String) })
    expect(await visitor.account.confirmSignUp(once)).toEqual({ outcome: 'signed_up', result: 'shown_once' })
  })

  test('R-176 the account reads in the language of the page on which it was confirmed', async () => {
    const { email, token } = await signUp()
    await world.caller({ locale: 'de' }).account.confirmSignUp(press(token))
    expect(await world.asOwner('select locale from auth.account where email = $1', [email])).toEqual([
      { locale: 'de' },
    ])
  })

  test('the second person of a confirmed domain asks to join, and cannot sign in yet', async () => {
    const domain = `northwind-${randomUUID().slice(0, 8)}.example`
    await confirm((await signUp({ domain })).token)
    const second = await signUp({ domain, organisation: 'Another name' })
    expect(await confirm(second.token)).toEqual({
      ...{ outcome: 'join_requested', invitation: null, session: null },
    })
    const refusal = { code: 'membership_requested', organisation: 'Fabrikam SARL' }
    expect(await refusalFrom(signIn(second.email))).toEqual(refusal)
  })

  test('when the first two people of a domain confirm at once, one is global admin and one asks to join', async () => {
    const domain = `tailspin-${randomUUID().slice(0, 8)}.example`
    const [one, two] = [await signUp({ domain }), await signUp({ domain })]
    const results = await Promise.all([confirm(one.token), confirm(two.token)])
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['join_requested', 'signed_up'])
  })

  test('people with web-mail addresses get organisations of their own, without a domain', async () => {
    for (const name of ['ada', 'bob']) {
      const email = `${name}-${randomUUID().slice(0, 8)}@gmail.com`
      expect(await confirm((await signUp({ email })).token)).toMatchObject({ outcome: 'signed_up' })
    }
    const rows = await world.asOwner(
      `select domain from organisation where kind = 'customer' and domain = 'gmail.com'`,
    )
    expect(rows).toEqual([])
  })

  test('R-100 so do people of a web-mail domain that the operator added, in any spelling', async () => {
    const domain = `freemail-${randomUUID().slice(0, 8)}.example`
    const admin = await world.as(await world.operator(undefined, 'operator_admin'))
    await admin.operatorDirectory.addWebMail({ domain, idempotencyKey: randomUUID() })
    for (const at of [domain, domain, `mail.${domain}`])
      expect(await confirm((await signUp({ domain: at })).token)).toMatchObject({ outcome: 'signed_up' })
  })

  test('a sign-up that began at an invitation comes back to it', async () => {
    const invitation = tokenOf(await world.partner(), { withPrivileges: true })
    expect(await confirm((await signUp({ invitation })).token)).toMatchObject({ invitation })
    expect(await confirm((await signUp({ invitation: 'forged' })).token)).toMatchObject({ invitation: null })
  })

  test('§4.6 a sign-up that began at a revoked invitation gets no newer one', async () => {
    const partner = await world.partner()
    const invitation = tokenOf(partner, { withPrivileges: true })
    const { token } = await signUp({ invitation })
    await world.asOwner('update relationship_link set version = 2 where id = $1', [
      partner.links.withPrivileges,
    ])
    expect(await confirm(token)).toMatchObject({ invitation })
    expect(await confirm((await signUp({ invitation })).token)).toMatchObject({ invitation })
  })

  test('S14 a known address gets the same answer; only its owner learns of it, by mail', async () => {
    const { email, token } = await signUp()
    await confirm(token)
    expect(await world.caller().account.signUp(form({ email }))).toEqual({})
    const [account] = await world.asOwner<{ id: string }>('select id from auth.account where email = $1', [
      email,
    ])
    expect(await world.jobsAbout(account?.id ?? 'no account')).toMatchObject([
      { name: 'mail.sign-up-repeated' },
    ])
  })

  test('a weak password is refused with its reason', async () => {
    const { token } = await signUp()
    const refusal = async (secret: string) => refusalFrom(confirm(token, { password: secret }))
    expect(await refusal('short')).toEqual({ code: 'password_too_weak', reason: 'short' })
    expect(await refusal('fabrikam sarl 123')).toEqual({ code: 'password_too_weak', reason: 'personal' })
  })
})

describe('reset', () => {
  async function givenAccount() {
    const { email, token } = await signUp()
    await confirm(token)
    return email
  }
  const ask = (email: string, visitor = world.caller()) =>
    visitor.account.requestReset({ email, idempotencyKey: randomUUID() })
  const reset = (token: string, secret: string) =>
    world.caller().account.resetPassword({ token, password: secret, idempotencyKey: randomUUID() })

  test('the link sets a new password once, and ends every session', async () => {
    const email = await givenAccount()
    const { token: session } = await signIn(email)
    await ask(email)
    const token = await world.oneTimeToken('reset', email)
    expect(await world.caller().account.resetStatus({ token })).toEqual({})
    expect(await reset(token, 'orchard signal maple 7')).toEqual({ audience: 'customer' })
    expect(await world.caller({ token: session }).session.current()).toBeNull()
    expect(await refusalFrom(signIn(email))).toEqual({ code: 'wrong_credentials' })
    expect(await currentOf(email, 'orchard signal maple 7')).toMatchObject({ account: { email } })
    expect(await refusalFrom(reset(token, 'another good one 123'))).toEqual({ code: 'one_time_link_spent' })
  })

  test('a common word, and a word of the company that the link does not name, are refused with their reason', async () => {
    const email = await givenAccount()
    await ask(email)
    const token = await world.oneTimeToken('reset', email)
    const weak = { code: 'password_too_weak' }
    expect(await refusalFrom(reset(token, 'liverpool123'))).toEqual({ ...weak, reason: 'common' })
    expect(await refusalFrom(reset(token, 'S@RL-2026!!!'))).toEqual({ ...weak, reason: 'personal' })
    expect(await reset(token, 'orchard signal maple 7')).toEqual({ audience: 'customer' })
  })

  test('a newer link leaves the earlier ones alive until one is used; each expires after an hour', async () => {
    const email = await givenAccount()
    const tokens: string[] = []
    for (const minutes of [0, 30, 31]) {
      world.clock.forward({ minutes })
      await ask(email)
      tokens.push(await world.oneTimeToken('reset', email))
    }
    const [expired = '', earlier = '', newest = ''] = tokens
    const spent = { code: 'one_time_link_spent' }
    expect(await refusalFrom(reset(expired, 'orchard signal maple 7'))).toEqual(spent)
    expect(await reset(earlier, 'orchard signal maple 7')).toEqual({ audience: 'customer' })
    expect(await refusalFrom(reset(newest, 'another good one 123'))).toEqual(spent)
  })

  test('S14 an unknown address gets the same answer and no mail', async () => {
    const email = `nobody-${randomUUID()}@fabrikam.example`
    expect(await ask(email)).toEqual({})
    await expect(world.oneTimeToken('reset', email)).rejects.toThrow('No reset link')
  })

  test('S12 a token of one kind opens nothing of another', async () => {
    const { token } = await signUp()
    expect(await refusalFrom(reset(token, 'orchard signal maple 7'))).toEqual({
      code: 'one_time_link_unknown',
    })
    expect(await refusalFrom(world.caller().invitation.card({ token }))).toEqual({ code: 'link_unknown' })
    const link = tokenOf(await world.partner())
    expect(await refusalFrom(confirm(link))).toEqual({ code: 'one_time_link_unknown' })
  })

  test('a reset link is mailed at most every five minutes, and no request is refused', async () => {
    const email = await givenAccount()
    const links = async () =>
      (
        await world.asOwner(
          `select from auth.one_time_link where kind = 'reset' and details ->> 'email' = $1`,
          [email],
        )
      ).length
    for (let count = 0; count < 5; count++) expect(await ask(email)).toEqual({})
    expect(await links()).toBe(1)
    world.clock.forward({ minutes: 5 })
    for (let count = 0; count < 5; count++) expect(await ask(email)).toEqual({})
    expect(await links()).toBe(2)
  })

  test('after a reset the owner signs in at once, also from a network where somebody guesses', async () => {
    const email = await givenAccount()
    const shared = world.caller({ site: 'customer', clientAddress: '192.0.2.44' })
    const signInThere = (secret: string) => shared.session.signIn({ email, password: secret })
    await guessOften(world, () => signInThere('wrong'))
    await ask(email)
    const token = await world.oneTimeToken('reset', email)
    const next = 'orchard signal maple 7'
    await shared.account.resetPassword({ token, password: next, idempotencyKey: randomUUID() })
    expect(await signInThere(next)).toHaveProperty('token')
  })
})

describe('change of password', () => {
  test('asks for the current one, ends the other sessions and keeps this one', async () => {
    const { email, token } = await signUp()
    await confirm(token)
    const [here, there] = [await signIn(email), await signIn(email)]
    const api = world.caller({ token: here.token })
    const next = 'orchard signal maple 7'
    const change = (current: string, secret: string, idempotencyKey: string = randomUUID()) =>
      api.account.changePassword({ current, password: secret, idempotencyKey })
    expect(await refusalFrom(change('wrong password 12', next))).toEqual({ code: 'wrong_credentials' })
    expect(await refusalFrom(change(password, password))).toEqual({ code: 'password_unchanged' })
    expect(await refusalFrom(change(password, 'Winter2026!!'))).toMatchObject({ reason: 'common' })
    const key = randomUUID()
    expect(await change(password, next, key)).toEqual({})
    expect(await change(password, next, key)).toEqual({})
    expect(await api.session.current()).not.toBeNull()
    expect(await world.caller({ token: there.token }).session.current()).toBeNull()
    expect(await currentOf(email, next)).not.toBeNull()
  })
})
