import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { asAuth } from '@entente/db/scopes'
import { may, type Permission, permissions } from '@entente/domain/permission'
import { appRouter } from '@entente/trpc/router'
import {
  authorizing,
  cloud,
  generousLimits,
  givenWorld,
  grantAll,
  keyring,
  tokenOf,
} from '@entente/trpc/testing'
import { type Answer, call, inShort } from '@entente/trpc/testing/http'
import { codeOf } from '@entente/trpc/testing/second-factor'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { type Actor, givenActors } from '../testing/actors.ts'
import { createApp } from './app.ts'

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)

const [ours, foreign] = [await world.partner(), await world.partner()]
const [customer, foreignCustomer] = [await world.customer(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(ours, { withPrivileges: true }), grantAll),
)
await (await world.as(foreignCustomer.person)).invitation.accept(authorizing(tokenOf(foreign)))
/** A partner that no other customer ever accepts here. */
const onlyOurs = await world.partner()
await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(onlyOurs)))

const personOf = (
  organisationId: typeof ours.id,
  audience: 'partner' | 'customer',
  role: Parameters<typeof world.person>[0]['roles'][number],
) => world.person({ organisationId, audience, roles: [role], passwordHash })

const actors = await givenActors(world, { ours, foreign, customer, foreignCustomer }, passwordHash)
const agent = await world.as(ours.person)
const relationshipId = (await agent.customers.list({})).customers[0]?.id
const draftOf = async () => {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await agent.relationshipRequest.draft({
      withPrivileges: false,
    })
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
}
/** The draft of ours carries our link, so a foreign partner's own is another. */
const draftFor = async ({ tenant }: Actor) =>
  tenant === foreign.id ? { ...(await draftOf()), ...(await foreignWords()) } : draftOf()
const foreignWords = async () => {
  const { paragraphs, link } = await (await world.as(foreign.person)).relationshipRequest.draft({
    withPrivileges: false,
  })
  return { paragraphs: paragraphs.map(({ key, text }) => ({ key, text })), link }
}
const prepared = await agent.relationshipRequest.prepare({
  draft: await draftOf(),
  idempotencyKey: randomUUID(),
})

const once = () => ({ idempotencyKey: randomUUID() })
const joiner = () =>
  world.person({ organisationId: customer.id, audience: 'customer', roles: [], status: 'requested' })
const newcomer = () => ({
  ...{ organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy', password },
  email: `ada@fabrikam-${randomUUID().slice(0, 8)}.example`,
})

/** A recipient of ours whose mail came back. */
async function returned(): Promise<string> {
  const recipients = [newcomer().email]
  const sent = await agent.relationshipRequest.send({ draft: await draftOf(), recipients, ...once() })
  const id = sent.recipients[0]?.id ?? ''
  await world.asOwner(`update request_recipient set status = 'bounced' where id = $1`, [id])
  return id
}

const tokenOfActor = async ({ account, token }: Actor) =>
  token ? token() : account ? world.tokenFor(account) : undefined
const isOperator = ({ name, audience }: Actor) => audience === 'operator' || name === 'awaits set-up'

/** Begins to set a second factor up, where the actor may. */
async function begun(actor: Actor) {
  const api = world.caller({ token: await tokenOfActor(actor) })
  await api.secondFactor.begin(once()).catch(() => undefined)
  return api
}

async function firstCode(actor: Actor): Promise<string> {
  const setUp = await (await begun(actor)).secondFactor.setUp().catch(() => undefined)
  return setUp ? codeOf(world, setUp.secret) : '000000'
}

async function ownOtherSession({ account }: Actor) {
  if (!account) return { id: randomUUID(), ...once() }
  const { sessions } = await (await world.as(account)).session.list()
  return { id: sessions[0]?.id, ...once() }
}

/** What an operator posts about a partner of its own. */
async function actOn(status: 'active' | 'suspended') {
  return { id: (await world.partner({ status })).id, reason: 'Overdue', ...once() }
}

async function deadLetter(): Promise<string> {
  const id = randomUUID()
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values ($1, 'x', '{}', now(), now(), now(), 'x')`,
    [id],
  )
  return id
}

async function anyAuditId(): Promise<string | undefined> {
  const [row] = await world.asOwner<{ id: string }>('select id from audit_record limit 1')
  return row?.id
}

async function setUpToken(): Promise<string> {
  const account = await personOf(customer.id, 'customer', 'user')
  const link = await asAuth(world.api, null, (db) =>
    issueSetUpLink(db, keyring.link, { cloud: cloud.id, account }, world.clock.now()),
  )
  return link.token
}

async function oneTime(kind: 'sign_up' | 'reset'): Promise<string> {
  const email = kind === 'sign_up' ? newcomer().email : customer.person.email
  if (kind === 'sign_up') await world.caller().account.signUp({ ...newcomer(), email, ...once() })
  else await world.caller().account.requestReset({ audience: 'customer', email, ...once() })
  return world.oneTimeToken(kind, email)
}

type Entry = {
  /** `factor`: whoever is signed in, and an operator whose sign-in waits for a second factor to be set up. */
  gate: 'public' | 'session' | 'factor' | Permission
  /** A valid input, made anew for each call. */
  input?: (actor: Actor) => unknown
  /** Argument that names a row, by its path in the input, and whose row it is: others must not tell it from none. */
  id?: { at: string; owner: string }
  /** What the gate lets through and the procedure itself answers, where that is not 200. */
  answer?: (actor: Actor) => string | undefined
}

/** Every procedure. One that is missing here fails the test below. */
const entries: Record<string, Entry> = {
  'instance.about': { gate: 'public' },
  'session.signIn': {
    gate: 'public',
    input: async () => ({
      audience: 'customer',
      email: (await personOf(customer.id, 'customer', 'user')).email,
      password,
    }),
  },
  'session.current': { gate: 'public' },
  'session.waiting': { gate: 'public' },
  'session.giveSecondFactor': {
    gate: 'public',
    input: () => ({ code: '000000' }),
    answer: ({ name }) => (name === 'awaits second factor' ? '401 wrong_code' : '401 not_signed_in'),
  },
  'session.stepUp': { gate: 'session', input: () => ({ password }) },
  'session.list': { gate: 'session' },
  'session.end': { gate: 'session', input: ownOtherSession },
  'session.endOthers': { gate: 'session', input: once },
  'session.signOut': { gate: 'session', input: once },
  'secondFactor.status': { gate: 'factor' },
  'secondFactor.begin': { gate: 'factor', input: once },
  'secondFactor.setUp': { gate: 'factor', input: async (actor) => void (await begun(actor)) },
  'secondFactor.confirm': {
    gate: 'factor',
    input: async (actor) => ({ code: await firstCode(actor), ...once() }),
  },
  'secondFactor.newRecoveryCodes': { gate: 'factor', input: once },
  'secondFactor.turnOff': {
    gate: 'factor',
    input: once,
    answer: (actor) => (isOperator(actor) ? '409 second_factor_mandatory' : undefined),
  },
  'choices.keep': { gate: 'session', input: () => ({ form: { agreement: 'on' }, ...once() }) },
  'choices.kept': {
    gate: 'session',
    input: async () => ({
      id: (await (await world.as(customer.person)).choices.keep({ form: { a: 'b' }, ...once() })).id,
    }),
    // Each call is a session of its own, and choices belong to one.
    answer: () => '404 not_found',
  },
  'account.signUp': { gate: 'public', input: () => ({ ...newcomer(), ...once() }) },
  'account.signUpStatus': { gate: 'public', input: async () => ({ token: await oneTime('sign_up') }) },
  'account.confirmSignUp': {
    gate: 'public',
    input: async () => ({ token: await oneTime('sign_up'), ...once() }),
  },
  'account.requestReset': {
    gate: 'public',
    input: () => ({ audience: 'partner', email: 'a@b.example', ...once() }),
  },
  'account.resetStatus': { gate: 'public', input: async () => ({ token: await oneTime('reset') }) },
  'account.resetPassword': {
    gate: 'public',
    input: async () => ({ token: await oneTime('reset'), password, ...once() }),
  },
  'account.setUpStatus': { gate: 'public', input: async () => ({ token: await setUpToken() }) },
  'account.setUp': {
    gate: 'public',
    input: async () => ({ token: await setUpToken(), password, ...once() }),
  },
  'account.changePassword': {
    gate: 'session',
    input: () => ({ current: password, password: 'orchard signal maple 7', ...once() }),
  },
  'account.setPreferences': { gate: 'session', input: () => ({ locale: 'de', ...once() }) },
  'relationshipRequest.draft': {
    gate: 'relationship_request.prepare',
    input: () => ({ withPrivileges: false }),
  },
  'relationshipRequest.prepare': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), ...once() }),
  },
  'relationshipRequest.send': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), recipients: [newcomer().email], ...once() }),
  },
  'relationshipRequest.sendAgain': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientId: await returned(), address: newcomer().email, ...once() }),
    id: { at: 'recipientId', owner: ours.id },
  },
  'relationshipRequest.list': { gate: 'relationship_request.view_log', input: () => ({}) },
  'relationshipRequest.get': {
    gate: 'relationship_request.view_log',
    input: () => ({ id: prepared.id }),
    id: { at: 'id', owner: ours.id },
  },
  'relationshipRequest.counter': { gate: 'relationship_request.view_log' },
  'customers.list': { gate: 'customers.view', input: () => ({}) },
  'customers.counter': { gate: 'customers.view' },
  'customers.get': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'invitation.card': { gate: 'public', input: () => ({ token: tokenOf(ours) }) },
  'invitation.review': { gate: 'invitation.decide', input: () => ({ token: tokenOf(ours) }) },
  'invitation.accept': { gate: 'invitation.decide', input: () => authorizing(tokenOf(ours)) },
  'invitation.decline': {
    gate: 'invitation.decide',
    input: () => ({ token: tokenOf(ours), tellPartner: false, ...once() }),
  },
  'partnerRelationships.list': { gate: 'partner_relationships.view' },
  'partnerRelationships.removeRoles': {
    gate: 'partner_relationships.remove_roles',
    input: () => ({ partnerId: onlyOurs.id, services: ['azure'], ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'people.list': { gate: 'people.manage' },
  'people.decide': {
    gate: 'people.manage',
    input: async () => ({ id: (await joiner()).membershipId, decision: 'user', ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'operatorOverview.get': { gate: 'instance.overview' },
  'operatorDeadLetters.list': { gate: 'dead_letters.view', input: () => ({}) },
  'operatorDeadLetters.retry': {
    gate: 'dead_letters.retry',
    input: async () => ({ id: await deadLetter(), ...once() }),
  },
  'operatorPartners.list': { gate: 'partners.view', input: () => ({}) },
  'operatorPartners.get': { gate: 'partners.view', input: () => ({ id: ours.id }) },
  'operatorPartners.suspend': { gate: 'partners.suspend', input: () => actOn('active') },
  'operatorPartners.lift': { gate: 'partners.suspend', input: () => actOn('suspended') },
  'operatorPartners.revokeLink': {
    gate: 'links.revoke',
    input: async () => ({ ...(await actOn('active')), id: (await world.partner()).links.plain, version: 1 }),
  },
  'operatorAudit.list': { gate: 'audit.view', input: () => ({}) },
  'operatorAudit.get': { gate: 'audit.view', input: async () => ({ id: await anyAuditId() }) },
  'operatorAudit.chains': { gate: 'audit.verify', input: () => ({}) },
  'operatorAudit.verify': { gate: 'audit.verify', input: () => ({ chain: ours.id }) },
}

type Procedure = { _def: { type: 'query' | 'mutation' } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
const typeOf = (path: string) => procedures[path]?._def.type ?? 'query'

function expected({ gate, id, answer }: Entry, actor: Actor): string {
  if (gate === 'public') return answer?.(actor) ?? '200'
  if (gate === 'session' || gate === 'factor') {
    const isLetIn = actor.account || (gate === 'factor' && actor.name === 'awaits set-up')
    return isLetIn ? (answer?.(actor) ?? '200') : '401 not_signed_in'
  }
  if (actor.audience !== permissions[gate].audience) return '401 not_signed_in'
  if (!may(actor.audience, actor.roles, gate))
    return gate === 'invitation.decide' ? '403 not_global_admin' : '403 missing_permission'
  return id && id.owner !== actor.tenant ? '404 not_found' : '200'
}

async function answerTo(path: string, actor: Actor, input: unknown, requestId: string = randomUUID()) {
  const token = await tokenOfActor(actor)
  return call(app, { path, type: typeOf(path), input, token, requestId })
}

describe('S1 the tenant matrix', () => {
  test('every procedure has an entry, and every entry a procedure', () => {
    expect(Object.keys(procedures).toSorted()).toEqual(Object.keys(entries).toSorted())
  })

  for (const [path, entry] of Object.entries(entries)) {
    test(`S1 ${path}: exactly who the permission table says`, async () => {
      const answers: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      for (const actor of actors) {
        answers[actor.name] = inShort(await answerTo(path, actor, await entry.input?.(actor)))
        wanted[actor.name] = expected(entry, actor)
      }
      expect(answers).toEqual(wanted)
    })
  }

  for (const [path, { id, input }] of Object.entries(entries)) {
    if (!id) continue
    test(`S1 ${path}: a foreign ${id.at} answers as one that exists nowhere, in status, body and headers`, async () => {
      for (const actor of actors.filter(({ tenant }) => tenant !== id.owner)) {
        const requestId = randomUUID()
        const existing = (await input?.(actor)) as Record<string, unknown>
        const [there, nowhere] = [
          await answerTo(path, actor, existing, requestId),
          await answerTo(path, actor, { ...existing, ...once(), [id.at]: randomUUID() }, requestId),
        ]
        expect(there, actor.name).toEqual(nowhere)
      }
    })
  }

  test('S1 invitation.accept: a foreign holder answers as one that exists nowhere', async () => {
    const actor = actors.find(({ name }) => name === 'foreign customer') as Actor
    const requestId = randomUUID()
    const token = tokenOf(ours, { withPrivileges: true })
    const answers: Answer[] = []
    for (const holder of [foreign.id, customer.id, randomUUID() as typeof ours.id]) {
      const choices = cloud.services.map(({ id }) => [id, 'move', holder] as [string, 'move', typeof ours.id])
      answers.push(await answerTo('invitation.accept', actor, authorizing(token, choices), requestId))
    }
    expect(inShort(answers[0] as Answer)).toBe('409 holders_changed')
    expect(answers).toEqual(answers.map(() => answers[0]))
  })

  test('S1 a cursor with a foreign id shows own rows only', async () => {
    const actor = actors.find(({ name }) => name === 'foreign partner') as Actor
    const cursor = Buffer.from(JSON.stringify(['', relationshipId])).toString('base64url')
    const { text } = await answerTo('customers.list', actor, { cursor })
    expect(text).not.toContain(customer.legalName)
    const log = Buffer.from(JSON.stringify([prepared.id])).toString('base64url')
    expect((await answerTo('relationshipRequest.list', actor, { cursor: log })).text).not.toContain(
      prepared.id,
    )
  })

  test('S1 no answer to one tenant contains another tenant’s ids or names', async () => {
    const reads = Object.keys(entries).filter(
      (path) => typeOf(path) === 'query' && path !== 'invitation.card',
    )
    for (const actor of actors.filter(({ tenant }) => tenant === foreign.id || tenant === null))
      for (const path of reads) {
        // Operators are no tenant: the console is there to show them.
        if (actor.audience === 'operator' && path.startsWith('operator')) continue
        const { text } = await answerTo(path, actor, await entries[path]?.input?.(actor))
        for (const secret of [customer.id, customer.legalName, customer.person.email, ours.id]) {
          expect(text, `${actor.name} ${path}`).not.toContain(secret)
        }
      }
  })
})
