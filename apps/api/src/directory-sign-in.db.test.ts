import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { asAuth } from '@entente/db/core/scopes'
import { saveOrganisationDomain } from '@entente/db/identity/organisation-domains'
import { type Subject, startProvider } from '@entente/testkit/oidc-provider'
import { type Caller, givenWorld, type Partner, refusalFrom } from '@entente/trpc/testing'
import { turnOnFactor } from '@entente/trpc/testing/second-factor'
import { afterAll, describe, expect, test } from 'vitest'

const world = await givenWorld()
const redirects = `${world.services.sites.partner}/sign-in/directory/`
const provider = await startProvider(redirects)
afterAll(() => provider.stop())

const once = () => ({ idempotencyKey: randomUUID() })
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const set = { issuer: provider.issuer, clientId: 'entente', clientSecret: 'seven-lamps' }

async function givenDirectory(overrides: Partial<typeof set> = {}) {
  const partner = await world.partner()
  const admin = await world.as(partner.person)
  await admin.partnerAccount.saveDirectory({ ...set, ...overrides, ...once() })
  return { partner, admin }
}

/** Signs in at a directory; returns what the portal reads from the address where the browser comes back. */
async function signInAt(directory: typeof provider, url: string, subject: Subject) {
  const { pathname, search } = await directory.browse(url, subject)
  const [organisationId, callback] = pathname.split('/').slice(3)
  return { query: search, organisationId: callback && organisationId }
}

/** Gives a company a domain that it confirmed `ago` days ago. */
const confirmDomain = (organisationId: string, domain: string, ago = 0) =>
  world.asOwner(
    `insert into organisation_domain values ($1, 'contact', $2, now() - $3 * interval '1 day')
    on conflict (organisation_id, proven_by) do update set domain = $2`,
    [organisationId, domain, ago],
  )

/** A person of the company with an address at the domain. */
async function colleagueAt(partner: Partner, domain: string) {
  const { id } = await helpdesk(partner)
  await world.asOwner('update auth.account set email = $2 where id = $1', [id, `known@${domain}`])
  return `known@${domain}`
}
const newDomain = () => `${randomUUID().slice(0, 8)}.example`

async function pass({ admin, partner }: Awaited<ReturnType<typeof givenDirectory>>) {
  const { url, state } = await admin.partnerAccount.testDirectory()
  const back = await signInAt(provider, url, { email: partner.person.email, email_verified: true })
  return admin.directorySignIn.finish({ state, ...back })
}

async function givenWorkingDirectory() {
  const given = await givenDirectory()
  await pass(given)
  await given.admin.partnerAccount.switchDirectory({ on: true, ...once() })
  return given
}

const helpdesk = ({ id: organisationId }: Partner) =>
  world.person({ organisationId, audience: 'partner', roles: ['helpdesk_agent'], passwordHash })

/** A visitor who goes to a company's direct address and comes back from its directory with an address. */
async function comeBack({ id: organisationId }: { id: Partner['id'] }, email: string, as: Subject = {}) {
  const visitor = world.caller()
  const departure = await visitor.directorySignIn.start({ organisationId })
  if (departure.result === 'none') throw new Error('Nobody was sent to a directory.')
  const { url, state } = departure
  const back = await signInAt(provider, url, { email, email_verified: true, ...as })
  return { visitor, state, back, finish: () => visitor.directorySignIn.finish({ state, ...back }) }
}

const refusedFor = async (call: Promise<unknown>) => {
  const refusal = await refusalFrom(call)
  return 'reason' in refusal ? `${refusal.code} ${refusal.reason}` : refusal.code
}

describe('a partner’s own directory', () => {
  test('must be tested by signing in with one’s own address before it can be switched on, without an API restart', async () => {
    const given = await givenDirectory()
    const { admin, partner } = given
    expect(await refusalFrom(admin.partnerAccount.switchDirectory({ on: true, ...once() }))).toEqual({
      code: 'directory_not_tested',
    })
    expect(await pass(given)).toEqual({ result: 'tested' })
    await admin.partnerAccount.switchDirectory({ on: true, ...once() })
    const { directory } = await admin.partnerAccount.signIn()
    expect(directory).toMatchObject({ isOn: true, issuer: provider.issuer, clientId: 'entente' })
    const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
    expect(actions).toEqual(['directory.saved', 'directory.tested', 'directory.turned_on'])
  })

  test('signs in the account with the verified address, in that company', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    const { finish } = await comeBack(partner, agent.email, { email: agent.email.toUpperCase() })
    const answer = await finish()
    if (answer.result !== 'signed_in') throw new Error(answer.result)
    const person = await world.caller({ token: answer.session.token }).session.current()
    expect(person).toMatchObject({ account: { email: agent.email }, organisation: { id: partner.id } })
    const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
    expect(actions.slice(-2)).toEqual(['directory.signed_in', 'session.started'])
  })

  test('asks for our own second factor where the account has one', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    await turnOnFactor(world, await world.as(agent))
    const answer = await (await comeBack(partner, agent.email)).finish()
    expect(answer).toMatchObject({ session: { awaits: 'second_factor' } })
  })

  test('asks for a second factor to be set up where the partner requires it of everybody', async () => {
    const { partner, admin } = await givenWorkingDirectory()
    await turnOnFactor(world, admin)
    await admin.partnerAccount.requireSecondFactor({ required: true, ...once() })
    const answer = await (await comeBack(partner, (await helpdesk(partner)).email)).finish()
    expect(answer).toMatchObject({ session: { awaits: 'second_factor_set_up' } })
  })

  test('refuses another browser’s state, and accepts a code once', async () => {
    const { partner } = await givenWorkingDirectory()
    const { email } = await helpdesk(partner)
    const [mine, theirs] = [await comeBack(partner, email), await comeBack(partner, email)]
    const crossed = mine.visitor.directorySignIn.finish({ state: mine.state, ...theirs.back })
    expect(await refusedFor(crossed)).toBe('directory_sign_in_refused refused')
    expect(await refusedFor(mine.finish())).toBe('directory_sign_in_refused over')
    expect((await theirs.finish()).result).toBe('signed_in')
    expect(await refusedFor(theirs.finish())).toBe('directory_sign_in_refused over')
    const unknown = mine.visitor.directorySignIn.finish({ state: 'made-up', ...theirs.back })
    expect(await refusedFor(unknown)).toBe('directory_sign_in_refused over')
  })

  test('refuses a sign-in that took more than ten minutes', async () => {
    const { partner } = await givenWorkingDirectory()
    const { finish } = await comeBack(partner, (await helpdesk(partner)).email)
    await world.asOwner(`update auth.directory_attempt set expires_at = now() - interval '1 second'`)
    expect(await refusedFor(finish())).toBe('directory_sign_in_refused over')
  })

  test('opens no account of another company, and none for an unverified address', async () => {
    const { partner } = await givenWorkingDirectory()
    const { email } = await helpdesk(partner)
    const foreign = await world.partner()
    const wanted: [{ email?: string; email_verified?: boolean }, string][] = [
      [{ email: 'nobody@partner.example' }, 'unknown'],
      [{ email: foreign.person.email }, 'unknown'],
      [{ email_verified: false }, 'unverified'],
    ]
    for (const [as, reason] of wanted)
      expect(await refusedFor((await comeBack(partner, email, as)).finish())).toBe(
        `directory_sign_in_refused ${reason}`,
      )
    const failures = (await world.auditOf(partner.id)).filter(({ action }) => action === 'directory.refused')
    expect(failures.map(({ payload }) => payload.reason)).toEqual(['unknown', 'unknown', 'unverified'])
  })

  test('signs in no person who also belongs to another company', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    const { finish } = await comeBack(partner, agent.email)
    const other = await world.partner()
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values ($1, $2, 'partner', $3, 'active', '{global_admin}', now())`,
      [randomUUID(), agent.id, other.id],
    )
    expect(await refusedFor(finish())).toBe('directory_sign_in_refused unknown')
  })

  test('opens its own company only: with a session of before, nobody goes on in another one', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    const opened = await (await comeBack(partner, agent.email)).finish()
    if (opened.result !== 'signed_in') throw new Error(opened.result)
    const other = await world.partner()
    await world.asOwner(
      `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values ($1, $2, 'partner', $3, 'active', '{global_admin}', now())`,
      [randomUUID(), agent.id, other.id],
    )
    const { token } = opened.session
    const { session } = world.caller({ token })
    expect(await refusalFrom(session.switchOrganisation({ id: other.id }))).toEqual({
      code: 'password_sign_in_required',
    })
    const signedIn = await world.caller({ site: 'partner' }).session.signIn({ email: agent.email, password })
    const own = world.caller({ token: signedIn.token })
    expect(await own.session.switchOrganisation({ id: other.id })).toHaveProperty('token')
  })

  test('is refused when its tokens name another issuer', async () => {
    const { admin, partner } = await givenDirectory({ issuer: `${provider.issuer}/impostor` })
    const { url, state } = await admin.partnerAccount.testDirectory()
    const back = await signInAt(provider, url, { email: partner.person.email, email_verified: true })
    const query = new URLSearchParams(back.query)
    query.delete('iss')
    const finish = admin.directorySignIn.finish({ state, ...back, query: query.toString() })
    expect(await refusedFor(finish)).toBe('directory_unusable token_issuer')
    expect((await admin.partnerAccount.signIn()).directory?.testedAt).toBeNull()
  })

  test('is not tested by a sign-in with another address or from another browser', async () => {
    const { admin, partner } = await givenDirectory()
    const come = async (email: string) => {
      const { url, state } = await admin.partnerAccount.testDirectory()
      return { state, ...(await signInAt(provider, url, { email, email_verified: true })) }
    }
    expect(await refusedFor(admin.directorySignIn.finish(await come('kim@partner.example')))).toBe(
      'directory_sign_in_refused other_address',
    )
    const own = await come(partner.person.email)
    expect(await refusedFor(world.caller().directorySignIn.finish(own))).toBe(
      'directory_sign_in_refused over',
    )
  })

  test('refuses a sign-in in progress once it is switched off', async () => {
    const { partner, admin } = await givenWorkingDirectory()
    const { email } = await helpdesk(partner)
    const { finish } = await comeBack(partner, email)
    await admin.partnerAccount.switchDirectory({ on: false, ...once() })
    expect(await refusedFor(finish())).toBe('directory_sign_in_refused off')
    expect(await world.caller().directorySignIn.start({ organisationId: partner.id })).toEqual({
      result: 'none',
    })
  })

  test('is asked at its redirect address of before until it is saved again', async () => {
    const { partner, admin } = await givenWorkingDirectory()
    await world.asOwner(
      'update auth.partner_directory set has_own_return = false where organisation_id = $1',
      [partner.id],
    )
    const { email } = await helpdesk(partner)
    const former = await comeBack(partner, email)
    expect(former.back.organisationId).toBeUndefined()
    expect((await former.finish()).result).toBe('signed_in')
    const shown = await admin.partnerAccount.signIn()
    expect(shown.directory?.redirectUri).toBe(`${redirects}callback`)
    expect(shown.redirectUri).toBe(`${redirects}${partner.id}/callback`)
    await admin.partnerAccount.saveDirectory({ ...set, ...once() })
    expect((await admin.partnerAccount.signIn()).directory?.redirectUri).toBe(shown.redirectUri)
  })

  test('refuses a state of another company’s directory at its redirect address', async () => {
    const { partner } = await givenWorkingDirectory()
    const attacker = await givenWorkingDirectory()
    const { email } = await helpdesk(partner)
    for (const organisationId of [attacker.partner.id, undefined]) {
      const { visitor, state, back } = await comeBack(partner, email)
      const mixedUp = visitor.directorySignIn.finish({ state, ...back, organisationId })
      expect(await refusedFor(mixedUp)).toBe('directory_sign_in_refused other_directory')
    }
  })

  test('locks nobody out when it is down: every password still works', async () => {
    const dying = await startProvider(redirects)
    const { partner, admin } = await givenDirectory({ issuer: dying.issuer })
    const { url, state } = await admin.partnerAccount.testDirectory()
    const { email } = partner.person
    const passed = await signInAt(dying, url, { email, email_verified: true })
    await admin.directorySignIn.finish({ state, ...passed })
    await admin.partnerAccount.switchDirectory({ on: true, ...once() })
    const agent = await helpdesk(partner)
    const left = await world.caller().directorySignIn.start({ organisationId: partner.id })
    if (left.result !== 'go') throw new Error(left.result)
    const back = await signInAt(dying, left.url, { email: agent.email, email_verified: true })
    await dying.stop()
    const finish = world.caller().directorySignIn.finish({ state: left.state, ...back })
    expect(await refusedFor(finish)).toBe('directory_sign_in_refused no_answer')
    expect(await world.caller().directorySignIn.start({ organisationId: partner.id })).toEqual({
      result: 'none',
    })
    const signIn = { email: agent.email, password }
    expect(await world.caller({ site: 'partner' }).session.signIn(signIn)).toMatchObject({ awaits: null })
  })

  test('U12 goes for good only once the host of its issuer is typed', async () => {
    const { admin } = await givenDirectory()
    const remove = (typedName?: string) => admin.partnerAccount.removeDirectory({ typedName, ...once() })
    expect(await refusalFrom(remove())).toEqual({ code: 'name_not_typed' })
    expect(await refusalFrom(remove('another.example'))).toEqual({ code: 'name_not_typed' })
    expect((await admin.partnerAccount.signIn()).directory).not.toBeNull()
    await remove(new URL(set.issuer).host)
    expect((await admin.partnerAccount.signIn()).directory).toBeFalsy()
  })

  test('S22 seals its client secret for one company and never shows it', async () => {
    const { admin, partner } = await givenDirectory()
    const [row] = await world.asOwner<{ secret: Buffer }>(
      'select secret from auth.partner_directory where organisation_id = $1',
      [partner.id],
    )
    expect(row?.secret.includes('seven-lamps')).toBe(false)
    expect(JSON.stringify(await admin.partnerAccount.signIn())).not.toContain('seven-lamps')
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toContain('seven-lamps')
    await admin.partnerAccount.saveDirectory({ ...set, clientId: 'other', clientSecret: '', ...once() })
    const elsewhere = { ...set, issuer: 'https://login.fabrikam.example', clientSecret: '', ...once() }
    expect((await refusalFrom(admin.partnerAccount.saveDirectory(elsewhere))).code).toBe('invalid_input')
  })
})

describe('the address that leads to a directory', () => {
  const startWith = async (email: string) => (await world.caller().directorySignIn.start({ email })).result

  test('S14 leads there by its domain alone, whether anybody has it or not', async () => {
    const { partner } = await givenWorkingDirectory()
    const domain = newDomain()
    const elsewhere = await colleagueAt(partner, newDomain())
    await confirmDomain(partner.id, domain)
    const known = await colleagueAt(partner, domain)
    const seen = [known, `nobody@${domain}`, elsewhere, `nobody@${newDomain()}`, `a@sub.${domain}`]
    expect(await Promise.all(seen.map(startWith))).toEqual(['go', 'go', 'none', 'none', 'none'])
    expect(await refusedFor((await comeBack(partner, `nobody@${domain}`)).finish())).toBe(
      'directory_sign_in_refused unknown',
    )
    expect((await (await comeBack(partner, elsewhere)).finish()).result).toBe('signed_in')
  })

  test('leads nowhere at a web-mail service, which is no company’s', async () => {
    const { partner } = await givenWorkingDirectory()
    const domain = newDomain()
    await confirmDomain(partner.id, domain)
    const operator = await world.as(await world.operator(undefined, 'operator_admin'))
    await operator.operatorDirectory.addWebMail({ domain, ...once() })
    expect(await startWith(`nobody@${domain}`)).toBe('none')
  })

  test('leads to the company that confirmed the domain first, and confirming again takes nothing from it', async () => {
    const [first, second] = [await givenWorkingDirectory(), await givenWorkingDirectory()]
    const domain = newDomain()
    await confirmDomain(second.partner.id, domain, 1)
    await confirmDomain(first.partner.id, domain, 2)
    const again = { organisationId: first.partner.id, provenBy: 'contact', domain } as const
    await asAuth(world.api, null, (db) => saveOrganisationDomain(db, again, new Date()))
    const departure = await world.caller().directorySignIn.start({ email: `kim@${domain}` })
    if (departure.result !== 'go') throw new Error(departure.result)
    expect(new URL(departure.url).searchParams.get('redirect_uri')).toContain(first.partner.id)
    // The domain stays the first company's, so nobody else's directory can ask its people for their passwords.
    await first.admin.partnerAccount.switchDirectory({ on: false, ...once() })
    expect(await startWith(`kim@${domain}`)).toBe('none')
  })

  test('is not reserved by an application that is not accepted, nor by a former partner', async () => {
    const { partner } = await givenWorkingDirectory()
    const domain = newDomain()
    await confirmDomain(partner.id, domain)
    for (const status of ['enrolling', 'deauthorised'] as const) {
      const other = await world.partner()
      await world.asOwner('update organisation set partner_status = $2 where id = $1', [other.id, status])
      await confirmDomain(other.id, domain, 2)
      expect(await startWith(`kim@${domain}`), status).toBe('go')
    }
  })

  test('S5 S14 costs the same statements for a known, an unknown and a foreign address', async () => {
    const partner = await world.partner()
    const domain = newDomain()
    await confirmDomain(partner.id, domain)
    const statements: string[] = []
    const onStatement = ({ query }: { query: { sql: string } }) => void statements.push(query.sql)
    const database = openDatabase({ url: world.urls.api, onStatement })
    const costs = async (call: { email: string } | { organisationId: Partner['id'] }) => {
      statements.length = 0
      await world.caller({ database }).directorySignIn.start(call)
      return [...statements]
    }
    const known = await costs({ email: await colleagueAt(partner, domain) })
    expect(known.some((text) => text.includes('"organisation_domain"'))).toBe(true)
    expect(known.some((text) => text.includes('"account"'))).toBe(false)
    for (const email of [`nobody@${domain}`, `a@${newDomain()}`, 'nobody@gmail.com'])
      expect(await costs({ email }), email).toEqual(known)
    const ours = await costs({ organisationId: partner.id })
    expect(await costs({ organisationId: randomUUID() as Partner['id'] })).toEqual(ours)
    await closeDatabase(database)
  })
})

describe('addresses that a directory does not mark', () => {
  const count = (admin: Caller, verified = true) =>
    admin.partnerAccount.declareAddresses({ verified, ...once() })
  const passWith = async ({ admin, partner }: Awaited<ReturnType<typeof givenDirectory>>, mark: Subject) => {
    const { url, state } = await admin.partnerAccount.testDirectory()
    const back = await signInAt(provider, url, { email: partner.person.email, ...mark })
    return admin.directorySignIn.finish({ state, ...back })
  }
  const failuresOf = async ({ id }: Partner) =>
    (await world.auditOf(id)).flatMap(({ action, payload }) =>
      action === 'directory.refused' ? [payload.reason] : [],
    )

  test('count as verified once the global admin declares it, which is audited', async () => {
    const given = await givenDirectory()
    const { admin, partner } = given
    expect(await refusedFor(passWith(given, {}))).toBe('directory_unusable unstated')
    await count(admin)
    expect(await passWith(given, {})).toEqual({ result: 'tested' })
    await count(admin)
    const records = (await world.auditOf(partner.id)).filter(
      ({ action }) => action === 'directory.addresses_declared',
    )
    const domains = [partner.person.email.split('@')[1]]
    expect(records.map(({ payload }) => payload)).toEqual([{ issuer: provider.issuer, domains }])
    await count(admin, false)
    expect(await refusedFor(passWith(given, {}))).toBe('directory_unusable unstated')
  })

  test('count at the company’s confirmed domains only', async () => {
    const { admin, partner } = await givenWorkingDirectory()
    await count(admin)
    const [inside, outside] = [await helpdesk(partner), await colleagueAt(partner, newDomain())]
    const unmarked = { email_verified: undefined }
    expect((await (await comeBack(partner, inside.email, unmarked)).finish()).result).toBe('signed_in')
    expect(await refusedFor((await comeBack(partner, outside, unmarked)).finish())).toBe(
      'directory_sign_in_refused unverified',
    )
    expect(await failuresOf(partner)).toEqual(['other_domain'])
  })

  test('do not count where the directory says that they are not verified', async () => {
    const given = await givenDirectory()
    await count(given.admin)
    expect(await refusedFor(passWith(given, { email_verified: false }))).toBe('directory_unusable unverified')
    expect(await failuresOf(given.partner)).toEqual(['unverified'])
  })

  test('count for one issuer: a slash more is the same one, another has to be declared again', async () => {
    const { admin } = await givenDirectory()
    await count(admin)
    const shown = async () => (await admin.partnerAccount.signIn()).directory
    const slashed = { ...set, issuer: `${set.issuer}/`, clientSecret: '' }
    await admin.partnerAccount.saveDirectory({ ...slashed, ...once() })
    expect(await shown()).toMatchObject({ issuer: set.issuer, addressesDeclaredAt: expect.any(Date) })
    await admin.partnerAccount.saveDirectory({ ...set, issuer: 'https://login.fabrikam.example', ...once() })
    expect(await shown()).toMatchObject({ addressesDeclaredAt: null })
  })
})

describe('the subject of a directory', () => {
  const accountOf = async (answer: Awaited<ReturnType<Awaited<ReturnType<typeof comeBack>>['finish']>>) => {
    if (answer.result !== 'signed_in') throw new Error(answer.result)
    return (await world.caller({ token: answer.session.token }).session.current())?.account.id
  }

  test('finds its account again when its address changes there, is not verified, or does not come', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    const sub = randomUUID()
    expect(await accountOf(await (await comeBack(partner, agent.email, { sub })).finish())).toBe(agent.id)
    for (const changed of [
      { email: `married-${sub}@partner.example` },
      { email_verified: false },
      { email: partner.person.email },
    ])
      expect(
        await accountOf(await (await comeBack(partner, agent.email, { sub, ...changed })).finish()),
      ).toBe(agent.id)
  })

  test('takes over no account whose person signed in before with another subject', async () => {
    const { partner } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    await (await comeBack(partner, agent.email, { sub: 'the-person' })).finish()
    const successor = await comeBack(partner, agent.email, { sub: 'a-new-colleague' })
    expect(await refusedFor(successor.finish())).toBe('directory_sign_in_refused other_person')
    const failures = (await world.auditOf(partner.id)).filter(({ action }) => action === 'directory.refused')
    expect(failures.map(({ payload }) => payload.reason)).toEqual(['other_person'])
  })

  test('counts for one registration: with another client the address finds the account once more', async () => {
    const given = await givenWorkingDirectory()
    const agent = await helpdesk(given.partner)
    await (await comeBack(given.partner, agent.email, { sub: 'before' })).finish()
    await world.asOwner(`update auth.directory_identity set client_id = 'former' where account_id = $1`, [
      agent.id,
    ])
    expect(
      await accountOf(await (await comeBack(given.partner, agent.email, { sub: 'after' })).finish()),
    ).toBe(agent.id)
  })

  test('is forgotten when its user is removed, and bound again by address after a restoration', async () => {
    const { partner, admin } = await givenWorkingDirectory()
    const agent = await helpdesk(partner)
    await (await comeBack(partner, agent.email, { sub: 'first' })).finish()
    await admin.users.remove({ id: agent.membershipId, ...once() })
    await admin.users.restore({ id: agent.membershipId, ...once() })
    expect(await accountOf(await (await comeBack(partner, agent.email, { sub: 'second' })).finish())).toBe(
      agent.id,
    )
  })

  test('is not asked of a directory that was changed while the person was there', async () => {
    const given = await givenWorkingDirectory()
    const { finish } = await comeBack(given.partner, (await helpdesk(given.partner)).email)
    await given.admin.partnerAccount.saveDirectory({ ...set, ...once() })
    await pass(given)
    await given.admin.partnerAccount.switchDirectory({ on: true, ...once() })
    expect(await refusedFor(finish())).toBe('directory_sign_in_refused off')
  })
})

test('R-116 a temporary password that still works is replaced after a sign-in at the directory; an expired one is not asked about', async () => {
  const { partner, admin } = await givenWorkingDirectory()
  const domain = partner.person.email.split('@')[1]
  const add = async () => {
    const email = `ada-${randomUUID().slice(0, 8)}@${domain}`
    const user = await admin.users.add({ name: 'Ada Roy', email, agentType: 'sales_agent', ...once() })
    return { email, id: user.id }
  }
  const signIn = async (email: string) => {
    const answer = await (await comeBack(partner, email)).finish()
    if (answer.result !== 'signed_in') throw new Error('Nobody was signed in.')
    return answer.session
  }
  const known = await add()
  const waiting = await signIn(known.email)
  expect(waiting.awaits).toBe('password_change')
  const changing = world.caller({ token: waiting.token }).session
  expect((await changing.replaceTemporaryPassword({ password })).awaits).toBeNull()
  expect((await signIn(known.email)).awaits).toBeNull()

  const late = await add()
  await world.asOwner(
    `update auth.credential set temporary_until = now() - interval '1 day' where account_id =
      (select account_id from auth.membership where id = $1)`,
    [late.id],
  )
  expect((await signIn(late.email)).awaits).toBeNull()
})
