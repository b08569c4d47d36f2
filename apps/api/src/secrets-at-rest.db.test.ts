import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { hashSessionToken } from '@entente/auth/session-token'
import { authorizing, givenWorld, keyring, tokenOf } from '@entente/trpc/testing'
import { call, inShort } from '@entente/trpc/testing/http'
import { siteOfToken } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { figure } from '../testing/figure.ts'
import { createApp } from './app.ts'

const lines: string[] = []
const world = await givenWorld()
const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
const app = createApp(world.services, log)

/** Every row of every table, as text: what a stolen backup would hold. */
async function dump(): Promise<string> {
  const tables = await world.asOwner<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_%'`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await world.asOwner<{ line: string }>(`select t::text as line from ${name} t`)
      return rows.map(({ line }) => line).join('\n')
    }),
  )
  return texts.join('\n')
}

/** The forms in which a secret could be in a row: as it is, and its bytes as PostgreSQL writes them. */
const spellings = (secret: string): string[] =>
  [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')].concat(
    /^[\w-]{27,43}$/.test(secret) ? Buffer.from(secret, 'base64url').toString('hex') : [],
  )

const ask = (path: string, input: object, token?: string, site = siteOfToken(token)) =>
  call(app, { path, type: 'mutation', input: { ...input, idempotencyKey: randomUUID() }, token, site })

test('S22 S13 a dump of the database and the log hold no usable secret', async () => {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const [password, next] = ['harbour lamp violet 42', 'orchard signal maple 7']
  const passwordHash = await hashPassword(password)
  const person = await world.person({
    ...{ organisationId: customer.id, audience: 'customer', roles: ['global_admin'], passwordHash },
  })
  const newcomer = `ada@fabrikam-${randomUUID().slice(0, 8)}.example`
  const company = { organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy' }
  const founder = `eve@fabrikam-${randomUUID().slice(0, 8)}.example`

  const signedIn = await ask('session.signIn', { email: person.email, password })
  const { token: session = '' } = (signedIn.body.result?.data ?? {}) as { token?: string }
  await ask('account.signUp', { ...company, email: newcomer })
  await ask('account.signUp', { ...company, email: founder })
  const founding = await world.oneTimeToken('sign_up', founder)
  const founded = await ask('account.confirmSignUp', { ...company, token: founding, password })
  const confirmed = (founded.body.result?.data ?? {}) as { session?: { token: string } }
  await ask('account.requestReset', { email: customer.person.email })
  const invitation = tokenOf(partner, { withPrivileges: true })
  const accepted = await ask('invitation.accept', authorizing(tokenOf(partner)), session)
  const changed = await ask('account.changePassword', { current: password, password: next }, session)
  const begun = await ask('secondFactor.begin', {}, session)
  const factor = await call(app, { path: 'secondFactor.setUp', type: 'query', token: session })
  const { secret: totp = '' } = (factor.body.result?.data ?? {}) as { secret?: string }
  expect(totp).not.toBe('')
  expect([signedIn, accepted, changed, begun].map(({ status }) => status)).toEqual([200, 200, 200, 200])

  // Refusals are logged; they must not name what was refused.
  for (const path of ['account.resetPassword', 'account.confirmSignUp'])
    await ask(path, { ...company, token: `${invitation}x`, password: next })
  await ask('session.signIn', { email: person.email, password })

  const secrets: Record<string, string> = {
    'a session': session,
    'a session of a confirmed sign-up': confirmed.session?.token ?? '',
    'a password': password,
    'a new password': next,
    'a sign-up': await world.oneTimeToken('sign_up', newcomer),
    'a reset': await world.oneTimeToken('reset', customer.person.email),
    'an invitation': invitation,
    'an invitation without privileges': tokenOf(partner),
    ...macsOf({ invitation, reset: await world.oneTimeToken('reset', customer.person.email) }),
    'a second factor': totp,
    'the bytes of a second factor': bytesOfBase32(totp).toString('base64url'),
    ...Object.fromEntries(
      Object.entries(keyring).flatMap(([ring, { keys }]) =>
        [...keys].map(([kid, key]) => [`the ${ring} key ${kid}`, key.toString('base64')]),
      ),
    ),
  }
  const places = { database: await dump(), log: lines.join('\n') }
  // The search sees real data: it finds the session's hash, and something was logged.
  expect(places.database).toContain(hashSessionToken(session).toString('hex'))
  expect(lines.length).toBeGreaterThan(2)
  const found = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([name, secret]) =>
      spellings(secret).some((spelling) => text.includes(spelling)) ? [`${name} in the ${place}`] : [],
    ),
  )
  figure(
    `S22 ${Object.keys(secrets).length} live secrets looked for in ${places.database.length} characters of a dump and ${lines.length} log lines: ${found.length} found`,
  )
  expect(found).toEqual([])
})

test('R-113 R-114 a temporary password is in its one response and nowhere else, before and after its use', async () => {
  const { person } = await world.partner()
  const admin = await world.tokenFor(person)
  const email = `ada-${randomUUID().slice(0, 8)}@partner.example`
  const press = { name: 'Ada Roy', email, agentType: 'helpdesk_agent', idempotencyKey: randomUUID() }
  const seen: string[] = []
  const passwords: string[] = []
  const shownBy = async (path: string, input: object) => {
    const answer = await call(app, { path, type: 'mutation', input, token: admin })
    expect(answer.headers['cache-control']).toBe('no-store')
    const { temporaryPassword, id } = (answer.body.result?.data ?? {}) as {
      temporaryPassword: string
      id: string
    }
    passwords.push(temporaryPassword)
    // The same request again, as a reload sends it.
    seen.push((await call(app, { path, type: 'mutation', input, token: admin })).text)
    return id
  }
  const places = async () => ({ database: await dump(), log: lines.join('\n'), answers: seen.join('\n') })
  const found = async () =>
    Object.entries(await places()).flatMap(([place, text]) =>
      passwords
        .flatMap((password) => [password, password.replaceAll('-', '')])
        .flatMap((password) =>
          spellings(password).some((spelling) => text.includes(spelling)) ? [place] : [],
        ),
    )
  const read = async (path: string, input?: object) =>
    seen.push((await call(app, { path, type: 'query', input, token: admin })).text)

  const id = await shownBy('users.add', press)
  expect(await found()).toEqual([])
  const [first = ''] = passwords
  const signedIn = await ask('session.signIn', { email, password: first }, undefined, 'partner')
  const { token = '' } = (signedIn.body.result?.data ?? {}) as { token?: string }
  const refused = [
    await ask('session.signIn', { email, password: first }, undefined, 'partner'),
    await ask('session.replaceTemporaryPassword', { password: first }, token),
    await ask('account.changePassword', { current: first, password: first }, token),
    await ask('users.add', { ...press, name: first, email: 'not an address' }, admin),
  ]
  expect(refused.map(inShort)).toEqual([
    ...['401 temporary_password_over', '422 password_unchanged', '401 not_signed_in', '400 invalid_input'],
  ])
  seen.push(...refused.map(({ text }) => text))
  seen.push(
    (await ask('session.replaceTemporaryPassword', { password: 'orchard signal maple 7' }, token)).text,
  )
  await shownBy('users.resetPassword', { id, idempotencyKey: randomUUID() })
  for (const status of ['present', 'removed']) await read('users.list', { status })
  await read('users.get', { id })
  await read('users.globalAdmins')

  // The search sees real data: the responses name the user, and two passwords were shown.
  expect(seen.join()).toContain(email)
  expect(new Set(passwords).size).toBe(2)
  expect(await found()).toEqual([])
  const { database, log } = await places()
  expect(database).toContain('user.created')
  figure(
    `R-114 ${passwords.length} temporary passwords looked for in ${database.length} characters of a dump (audit, mails and kept answers among them), ${log.length} of log and ${seen.length} further answers: none found`,
  )
})

/** The MAC of each token, the part that cannot be made without the key. */
const macsOf = (tokens: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [
      `the mac of the ${name}`,
      token.slice(token.lastIndexOf('.') + 1),
    ]),
  )

function bytesOfBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
