import { randomUUID } from 'node:crypto'
import { holding } from '@entente/db/testing/holding'
import { may, type Permission, permissions, rolesFor } from '@entente/domain/core/permission'
import { adminTypes, agentTypes, rolesOfTypes } from '@entente/domain/core/user-type'
import { recordedAs } from '@entente/domain/relationship/access-record'
import { isFull } from '@entente/testkit/full'
import { mutationsOf } from '@entente/trpc/core/declared'
import { appRouter } from '@entente/trpc/router'
import { authorizing, cloud, grantAll, tokenOf } from '@entente/trpc/testing'
import { type Answer, call, inShort } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { type Actor, givenActors, partnerActorOf } from '../testing/actors.ts'
import { entries, tables } from '../testing/tenancy/entries.ts'
import {
  customer,
  type Entry,
  foreign,
  foreignCustomer,
  once,
  ours,
  passwordHash,
  personOf,
  prepared,
  relationshipId,
  sessionOfNextCall,
  tokenOfActor,
  world,
} from '../testing/tenancy/tenants.ts'
import { createApp } from './app.ts'

const app = createApp(world.services, pino({ level: 'silent' }))

const actors = await givenActors(world, { ours, foreign, customer, foreignCustomer }, passwordHash)

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
  if (!may(actor.audience, actor.roles, gate)) {
    if (actor.audience !== 'customer') return '403 missing_permission'
    return rolesFor(gate).includes('relationship_manager') ? '403 not_decider' : '403 not_global_admin'
  }
  return id && id.owner !== actor.tenant ? '404 not_found' : (answer?.(actor) ?? '200')
}

/** Sessions that stay signed in from call to call, since making one takes as long as a call. */
const sessions = new Map<Actor, string>()

async function sessionOf(actor: Actor): Promise<string | undefined> {
  if (!actor.account) return tokenOfActor(actor)
  const token = sessions.get(actor) ?? (await world.tokenFor(actor.account))
  sessions.set(actor, token)
  return token
}

async function answerTo(path: string, actor: Actor, input: unknown, requestId: string = randomUUID()) {
  const token = sessionOfNextCall.get(actor) ?? (await sessionOf(actor))
  sessionOfNextCall.delete(actor)
  const site = entries[path]?.site
  const type = typeOf(path)
  const answer = await call(app, { path, type, input, token, requestId, ...(site && { site }) })
  // Some procedures end the sessions of their caller.
  if (type === 'mutation' && answer.status === 200) sessions.delete(actor)
  return answer
}

/**
 * Makes the inputs of an entry. Actors of the same tenant whom the gate refuses share one, because a refused act leaves
 * its input as it was.
 */
function inputsOf(entry: Entry): (actor: Actor) => unknown {
  const shared = new Map<string, unknown>()
  return async (actor) => {
    if (!/^40[13]/.test(expected(entry, actor))) return entry.input?.(actor)
    const of = `${actor.audience} ${actor.tenant}`
    if (!shared.has(of)) shared.set(of, await entry.input?.(actor))
    return shared.get(of)
  }
}

/** The actors of other tenants; of those whom the gate refuses for one reason, the short run takes one. */
function strangersTo(entry: Entry): Actor[] {
  const strangers = actors.filter(({ tenant }) => tenant !== entry.id?.owner)
  const refusals = strangers.map((actor) => `${actor.audience} ${actor.tenant} ${expected(entry, actor)}`)
  return strangers.filter(
    (_, at) => isFull || / 404 /.test(refusals[at] ?? '') || refusals.indexOf(refusals[at] ?? '') === at,
  )
}

describe('S1 the tenant matrix', () => {
  test('every procedure has one entry, and every entry a procedure', () => {
    const listed = tables.flatMap((table) => Object.keys(table))
    expect(Object.keys(procedures).toSorted()).toEqual(listed.toSorted())
  })

  for (const [path, entry] of Object.entries(entries)) {
    test(`S1 ${path}: allowed for exactly the actors in the permission table`, async () => {
      const answers: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      const inputOf = inputsOf(entry)
      for (const actor of actors) {
        answers[actor.name] = inShort(await answerTo(path, actor, await inputOf(actor)))
        wanted[actor.name] = expected(entry, actor)
      }
      expect(answers).toEqual(wanted)
    })
  }

  for (const [path, entry] of Object.entries(entries)) {
    const { id } = entry
    if (!id) continue
    test(`S1 ${path}: a foreign ${id.at} gets the same status, body and headers as an unknown one`, async () => {
      const inputOf = inputsOf(entry)
      for (const actor of strangersTo(entry)) {
        const requestId = randomUUID()
        const existing = (await inputOf(actor)) as Record<string, unknown>
        const unknown = Array.isArray(existing[id.at]) ? [randomUUID()] : randomUUID()
        const [there, nowhere] = [
          await answerTo(path, actor, existing, requestId),
          await answerTo(path, actor, { ...existing, ...once(), [id.at]: unknown }, requestId),
        ]
        expect(there, actor.name).toEqual(nowhere)
      }
    })
  }

  test('R-001 every procedure that uses a customer’s privileges is recorded for the customer', async () => {
    const privileged = Object.entries(entries).filter(([, { gate }]) => gate in recordedAs)
    expect(privileged.map(([path]) => path)).toEqual([
      'customerServices.open',
      ...['list', 'get', 'start', 'results', 'cancel'].map((act) => `customerLicences.${act}`),
      ...['get', 'saveCompany', 'saveBilling'].map((act) => `customerProfiles.${act}`),
      ...['list', 'get', 'create', 'checkFile', 'createFromFile'].map((act) => `customerUsers.${act}`),
      ...['update', 'change', 'resetPassword'].map((act) => `customerUsers.${act}`),
      ...['serviceRequests.open', 'serviceRequests.reopen'],
    ])
    // Another entry takes the privileges away.
    const again = authorizing(tokenOf(ours, { withPrivileges: true }), grantAll)
    await (await world.as(customer.person)).invitation.accept(again)
    const actor = await partnerActorOf(world, ours.id, ['admin_agent'], passwordHash)
    const used = async () => (await world.asOwner('select from access_record')).length
    for (const [path, { input }] of privileged) {
      const before = await used()
      expect(inShort(await answerTo(path, actor, await input?.(actor))), path).toBe('200')
      expect(await used(), path).toBe(before + 1)
    }
  })

  test('S1 invitation.accept: a foreign holder gets the same response as an unknown one', async () => {
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
    const list = await answerTo('customers.list', actor, { cursor })
    expect(list.status).toBe(200)
    expect(list.text).not.toContain(customer.legalName)
    const beside = Buffer.from(JSON.stringify([prepared.id])).toString('base64url')
    const log = await answerTo('relationshipRequest.list', actor, { cursor: beside })
    expect(log.status).toBe(200)
    expect(log.text).not.toContain(prepared.id)
  })

  test('S1 no response to one tenant contains another tenant’s ids or names', async () => {
    // A partner publishes its profile for everybody.
    const open = ['invitation.card', 'businessProfiles.list']
    const reads = Object.keys(entries).filter((path) => typeOf(path) === 'query' && !open.includes(path))
    for (const actor of actors.filter(({ tenant }) => tenant === foreign.id || tenant === null))
      for (const path of reads) {
        // Operators belong to no tenant, and the console is there to show them all.
        if (actor.audience === 'operator' && path.startsWith('operator')) continue
        const { text } = await answerTo(path, actor, await entries[path]?.input?.(actor))
        for (const secret of [customer.id, customer.legalName, customer.person.email, ours.id]) {
          expect(text, `${actor.name} ${path}`).not.toContain(secret)
        }
      }
  })
})

describe('a role taken away after the request began decides nothing', async () => {
  const { whileHeld } = await holding(world)
  const admins = {
    partner: () => partnerActorOf(world, ours.id, ['global_admin', 'admin_agent'], passwordHash),
    customer: async (): Promise<Actor> => {
      const account = await personOf(customer.id, 'customer', 'global_admin')
      return { name: 'admin', audience: 'customer', roles: ['global_admin'], account, tenant: customer.id }
    },
  }
  const rolesAt = { partner: ['helpdesk_agent', 'sales_agent'], customer: ['user'] } as const
  // Those without a key ask another server before their transaction.
  const writes = Object.entries(mutationsOf(appRouter)).flatMap(([path, declared]) => {
    if (declared?.keyless !== null || declared.permission === null) return []
    const { audience } = permissions[declared.permission]
    return audience === 'operator' ? [] : [{ path, audience, permission: declared.permission }]
  })
  const start = { path: 'enrolment.start', audience: 'partner', permission: 'enrolment.manage' } as const

  test.each([...writes, start])('$path', async ({ path, audience, permission }) => {
    const actor = await admins[audience]()
    const input = await entries[path]?.input?.(actor)
    const lesser = rolesAt[audience].find((role) => !may(audience, [role], permission))
    const demotion = `update auth.membership set roles = '{${lesser}}' where id = $1`
    const press = () => answerTo(path, actor, input)
    const [answer] = await whileHeld(demotion, actor.account?.membershipId ?? '', press)
    expect(answer && inShort(answer)).toMatch(/^403 (missing_permission|not_global_admin|not_decider)$/)
  })
})

const combinations = agentTypes
  .filter((type) => type !== 'none')
  .flatMap((agentType) =>
    adminTypes.filter((type) => type !== 'none').map((adminType) => rolesOfTypes({ agentType, adminType })),
  )

describe('R-010 R-011 the role matrix: one agent role and one admin role together', () => {
  const ofPartners = Object.entries(entries).filter(
    ([, { gate }]) => gate in permissions && permissions[gate as Permission].audience === 'partner',
  )
  const inputs = new Map(ofPartners.map(([path, entry]) => [path, inputsOf(entry)]))
  test.each(combinations.map((roles) => [roles.join(' + '), roles] as const))(
    '%s: every procedure of partners answers as the table says',
    async (_, roles) => {
      const answers: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      const person = () => partnerActorOf(world, ours.id, roles, passwordHash)
      let actor = await person()
      for (const [path, entry] of ofPartners) {
        wanted[path] = expected(entry, actor)
        answers[path] = inShort(await answerTo(path, actor, await inputs.get(path)?.(actor)))
        // An act may have changed what its own person is or may do.
        if (answers[path] === '200' && typeOf(path) === 'mutation') actor = await person()
      }
      expect(answers).toEqual(wanted)
    },
  )
})
