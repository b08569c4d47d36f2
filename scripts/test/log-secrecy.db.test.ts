// S13: what the API and the worker write while people act, fail and guess: logs at the most verbose level, traces and
// metrics. Only ids and codes, never a token, a password, an address, a name or the text of a mail.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hashPassword } from '@entente/auth/password'
import { newSiteSecret, siteHashSettings } from '@entente/auth/site-secret'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { startFakeResend } from '@entente/testkit/fake-resend'
import { freePort } from '@entente/testkit/ports'
import { startTraceReceiver } from '@entente/testkit/trace-receiver'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { authorizing, givenWorld, grantAll, keyring, tokenOf } from '@entente/trpc/testing'
import { type Answer, call } from '@entente/trpc/testing/http'
import { fromSite, siteSecrets } from '@entente/trpc/testing/sites'
import { afterAll, expect, test } from 'vitest'
import { type Running, startProgram } from '../process.ts'

const world = await givenWorld()
await migrateQueue(world.urls.owner)
const [resend, traces] = [await startFakeResend(), await startTraceReceiver()]
const folder = mkdtempSync(path.join(tmpdir(), 'entente-secrecy-'))
const keysFile = path.join(folder, 'keys.json')
const ringOf = ({ keys }: typeof keyring.link) =>
  [...keys].map(([kid, key]) => ({ kid, key: key.toString('base64'), divided: true }))
const { link, session, data } = keyring
const rings = { link: ringOf(link), session: ringOf(session), data: ringOf(data), audit: ringOf(data) }
writeFileSync(keysFile, JSON.stringify(rings))

const overridesFile = path.join(folder, 'overrides.json')
writeFileSync(overridesFile, JSON.stringify({ services: { azure: { name: 'Fabrikam Azure' } } }))

const lines: string[] = []
const running: Running[] = []
const metricsPort = await freePort()
async function start(kind: 'api' | 'worker'): Promise<string> {
  const port = await freePort()
  const env = {
    ...{ CLOUD: 'global', CLOUD_OVERRIDES_FILE: overridesFile },
    ...{ ENTENTE_KEYS_FILE: keysFile, PORT: String(port), LOG_LEVEL: 'debug' },
    ...{
      PARTNER_URL: 'https://p.example',
      CUSTOMER_URL: 'https://c.example',
      OPERATOR_URL: 'https://o.example',
      MAIL_FROM: 'no-reply@entente.example',
      OPERATOR_EMAIL: 'support@entente.example',
    },
    ...(kind === 'api'
      ? { DATABASE_URL: world.urls.api, METRICS_PORT: String(metricsPort), ...siteHashSettings(siteSecrets) }
      : {
          ...{ DATABASE_DIRECT_URL: world.urls.worker },
          AUDIT_HEADS_FOLDER: path.join(folder, 'audit-heads'),
        }),
    ...(kind === 'worker' && { RESEND_API_KEY: 're_quokka_secret', RESEND_BASE_URL: resend.url }),
    OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
  }
  running.push(startProgram(`apps/${kind}/src/main.ts`, env, (line) => lines.push(line)))
  await waitForHttp(`http://127.0.0.1:${port}/readyz`, { intervalMs: 25 })
  return `http://127.0.0.1:${port}`
}
const [api, worker] = await Promise.all([start('api'), start('worker')])
afterAll(async () => {
  await Promise.all(running.map((program) => program.stop()))
  await Promise.all([resend.stop(), traces.stop()])
  rmSync(folder, { recursive: true })
})

const address = '203.0.113.77'
const ask = (
  procedure: string,
  { type = 'mutation', ...wishes }: { type?: 'query' | 'mutation'; input?: object; token?: string } = {},
): Promise<Answer> =>
  call(
    { request: (url, init) => fetch(`${api}${url}`, init) },
    {
      ...{ path: procedure, type, address, token: wishes.token },
      input: type === 'query' ? (wishes.input ?? {}) : { ...wishes.input, idempotencyKey: randomUUID() },
    },
  )
const dataOf = <T>({ status, body, text }: Answer): T => {
  expect(status, text).toBe(200)
  return body.result?.data as T
}

/** The token of the one-time link in a mail to an address. */
async function mailedToken(to: string, place: string): Promise<string> {
  const mail = await waitFor(
    () =>
      [...resend.deliveries.values()]
        .map((delivery) => delivery.mail)
        .find((mail) => mail.to === to && mail.text.includes(place)),
    { timeoutMs: 20_000, what: `a mail to ${to} with ${place}` },
  )
  return new RegExp(`${place}/([^\\s/?]+)`).exec(mail.text)?.[1] ?? ''
}

const word = () => `zq${randomBytes(5).toString('hex')}`
const macOf = (token: string) => token.slice(token.lastIndexOf('.') + 1)

test('S13 logs, traces and metrics of both processes contain no secret and no personal data', async () => {
  const secrets = new Map<string, string>()
  const secret = (what: string, value: string = word()): string => {
    expect(value.length, what).toBeGreaterThan(5)
    secrets.set(what, value)
    return value
  }
  // Words beside the random one: by itself it may read as a name or as a common password.
  const password = `harbour quilt ${secret('a password')} 42`
  const next = `orchard gravel ${secret('a new password')} 7`
  const [partner, customer] = [await world.partner(), await world.customer()]
  const person = await world.person({
    ...{ organisationId: customer.id, audience: 'customer', roles: ['global_admin'] },
    passwordHash: await hashPassword(password),
  })
  const name = secret('the name of a person')
  await world.asOwner('update auth.account set name = $2 where id = any($1)', [
    [person.id, partner.person.id],
    `Ada ${name}`,
  ])
  secret('the address of a person', person.email)
  secret('the address of a partner’s person', partner.person.email)

  // Sign-in, successful and failed.
  const signIn = (email: string, given: string) =>
    ask('session.signIn', { input: { email, password: given } })
  const { token: signedIn } = dataOf<{ token: string }>(await signIn(person.email, password))
  secret('a session', signedIn)
  await signIn(person.email, `wrong ${secret('a wrong password')} 1`)
  await signIn(`${secret('an unknown address')}@nowhere.example`, password)

  // Sign-up, with a confirmation by mail.
  const newcomer = `${secret('the address of a newcomer')}@fabrikam.example`
  const company = {
    ...{ organisation: `Fabrikam ${secret('the name of an organisation')}`, country: 'FR' },
    name: `Bo ${secret('the name of a newcomer')}`,
  }
  await ask('account.signUp', { input: { ...company, email: newcomer } })
  const confirmation = secret('a confirmation', await mailedToken(newcomer, 'confirm'))
  await ask('account.signUpStatus', { type: 'query', input: { token: confirmation } })
  const confirm = () => ask('account.confirmSignUp', { input: { ...company, token: confirmation, password } })
  const { session } = dataOf<{ session: { token: string } }>(await confirm())
  secret('the session of a confirmed sign-up', session.token)
  await confirm()

  // A forgotten password, while the mail provider fails at times.
  resend.fail('500')
  await ask('account.requestReset', { input: { email: person.email } })
  const reset = secret('a reset', await mailedToken(person.email, 'reset'))
  await ask('account.resetPassword', { input: { token: `${reset}x`, password: next } })
  dataOf(await ask('account.resetPassword', { input: { token: reset, password: next } }))
  const { token: again } = dataOf<{ token: string }>(await signIn(person.email, next))
  secret('a second session', again)

  // A request sent by the platform: the provider rejects one recipient by address and accepts the other.
  const asPartner = secret('a partner’s session', await world.tokenFor(partner.person))
  const draft = dataOf<{ paragraphs: { key: string; text: string; editable: boolean }[] }>(
    await ask('relationshipRequest.draft', {
      type: 'query',
      input: { withPrivileges: true },
      token: asPartner,
    }),
  )
  const { templateVersion, language, withPrivileges, link } = draft as Record<string, unknown> & typeof draft
  const letter = secret('a word of a letter')
  const paragraphs = draft.paragraphs.map(({ key, text, editable }) => ({
    key,
    text: editable ? `${text} ${letter}` : text,
  }))
  const subject = `About ${secret('a subject')}`
  const posted = { templateVersion, language, withPrivileges, link, subject, paragraphs }
  const send = async (to: string) =>
    dataOf(
      await ask('relationshipRequest.send', { input: { draft: posted, recipients: [to] }, token: asPartner }),
    )
  resend.fail('invalid-recipient', 'drop')
  await send(`${secret('the address of a reader')}@contoso.example`)
  await send(`${secret('the address of a second reader')}@contoso.example`)

  // A link that is opened, guessed and accepted; then wrong paths, methods and bodies.
  const invitation = secret('an invitation', tokenOf(partner, { withPrivileges: true }))
  const card = dataOf(await ask('invitation.card', { type: 'query', input: { token: invitation } }))
  // The override file of this instance is in force.
  expect(JSON.stringify(card)).toContain('Fabrikam Azure')
  await ask('invitation.card', { type: 'query', input: { token: `${invitation}x` } })
  dataOf(await ask('invitation.accept', { input: authorizing(invitation, grantAll), token: again }))
  for (const url of [
    `/trpc/${invitation}`,
    `/${invitation}?email=${newcomer}`,
    `/trpc/x?input=${invitation}`,
  ])
    await fetch(api + url, { headers: fromSite(again) })
  for (const body of [`{"password":"${next}`, JSON.stringify({ email: newcomer, password: [next] })])
    await fetch(`${api}/trpc/session.signIn`, {
      ...{ method: 'POST', headers: { ...fromSite(), 'content-type': 'application/json' }, body },
    })
  // A caller without the secret of a site.
  const guessed = secret('a guessed site secret', newSiteSecret())
  const unknown = await fetch(`${api}/trpc/session.current`, {
    headers: { 'x-entente-site-secret': guessed },
  })
  expect(unknown.status).toBe(401)
  // A job that this version cannot read is logged by its fields.
  await world.asOwner(
    `insert into outbox (id, name, data, created_at) values (gen_random_uuid(), 'mail.reset-requested', $1, now())`,
    [JSON.stringify({ linkId: newcomer, token: reset })],
  )
  await waitFor(() => lines.some((line) => line.includes('is not valid')), { timeoutMs: 20_000 })
  // Before the database starts to fail.
  await waitFor(() => resend.deliveries.size >= 5, { timeoutMs: 20_000, what: 'all mails' })
  // PostgreSQL quotes input that it cannot read.
  await world.asOwner(`create function misread() returns trigger language plpgsql as $$
    begin perform coalesce(to_jsonb(new) ->> 'recipient', to_jsonb(new) #>> '{details,email}')::int; return new; end $$`)
  for (const table of ['mail_delivery', 'auth.one_time_link'])
    await world.asOwner(
      `create trigger misread before insert on ${table} for each row execute function misread()`,
    )
  const asked = await ask('account.requestReset', { input: { email: newcomer } })
  expect(asked.status).toBe(500)
  await send(`${secret('the address of a third reader')}@contoso.example`)
  await waitFor(() => lines.filter((line) => line.includes('22P02')).length >= 2, {
    timeoutMs: 20_000,
    what: 'both faults',
  })
  const kept = await waitFor(
    async () =>
      (
        await world.asOwner<{ row: string }>(
          'select j::text as row from bullmq.job j where failed_reason is not null order by seq desc',
        )
      )[0],
    { timeoutMs: 20_000, what: 'the reason of the failure' },
  )
  // Dropped connections are logged.
  await world.asOwner(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename in ('entente_api', 'entente_worker')
    and datname = current_database()`,
  )
  const metrics = await Promise.all(
    [`http://127.0.0.1:${metricsPort}`, worker].map(async (at) => (await fetch(`${at}/metrics`)).text()),
  )
  await Promise.all(running.map((program) => program.stop()))

  for (const [what, value] of [...secrets])
    if (value.includes('.') && !value.includes('@')) secrets.set(`the signature of ${what}`, macOf(value))
  for (const [site, value] of Object.entries(siteSecrets))
    secrets.set(`the secret of the ${site} site`, value)
  secrets.set('the key of the provider', 're_quokka_secret').set('the address of a visitor', address)
  for (const [ring, { keys }] of Object.entries(keyring))
    for (const [, key] of keys) secrets.set(`the ${ring} key`, key.toString('base64'))

  const places = {
    log: lines.join('\n'),
    queue: kept.row,
    traces: traces.said(),
    metrics: metrics.join('\n'),
  }
  // What happened is in the places that are searched, by id or name: the test would find a leak.
  for (const known of ['"refused"', '"done"', '"failed"', 'listening', 'stopped', '422', 'validation_error'])
    expect(places.log).toContain(known)
  for (const known of ['procedure session.signIn', 'procedure invitation.accept', 'mail.reset-requested'])
    expect(places.traces).toContain(known)
  expect(places.metrics).toContain('procedure="account.resetPassword"')
  const found = Object.entries(places).flatMap(([place, text]) => [
    ...[...secrets].flatMap(([what, value]) =>
      [value, encodeURIComponent(value), Buffer.from(value).toString('base64')].some((form) =>
        text.includes(form),
      )
        ? [`${what} in the ${place}`]
        : [],
    ),
    ...(text.match(/[\w.+-]+@[\w-]+\.example/g) ?? []).map((found) => `${found} in the ${place}`),
  ])
  process.stdout.write(
    `S13 ${secrets.size} secrets and names looked for in ${lines.length} log lines, ${traces.spans.length} spans and ${places.metrics.length} characters of metrics: ${found.length} found\n`,
  )
  expect(found).toEqual([])
}, 60_000)
