import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { may } from '@entente/domain/core/permission'
import { isFull, sized } from '@entente/testkit/full'
import { mutationsOf } from '@entente/trpc/core/declared'
import { appRouter } from '@entente/trpc/router'
import { authorizing, generousLimits, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { type Answer, call } from '@entente/trpc/testing/http'
import { fromSite } from '@entente/trpc/testing/sites'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { type Actor, givenActors } from '../testing/actors.ts'
import { figure, testMsMax } from '../testing/figure.ts'
import {
  broken,
  fits,
  inputOf,
  type Known,
  paths,
  placesOf,
  schemaOf,
  typeOf,
  withBroken,
} from '../testing/inputs.ts'
import { createApp } from './app.ts'

const seed = Number(process.env.SEED ?? 20_261_121)
const runs = sized(10, 2000)

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const [ours, foreign] = [await world.partner(), await world.partner()]
const [customer, foreignCustomer] = [await world.customer(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(ours, { withPrivileges: true }), grantAll),
)
const password = 'harbour lamp violet 42'
const actors = await givenActors(
  world,
  { ours, foreign, customer, foreignCustomer },
  await hashPassword(password),
)
const agent = await world.as(ours.person)
const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
  await agent.relationshipRequest.draft({})
const [relationship] = (await agent.customers.list({})).customers
// What random acts may decide about, remove or suspend; the actors themselves stay.
const [spare, joiner] = [await world.partner(), await joining()]

function joining() {
  return world.person({ organisationId: customer.id, audience: 'customer', roles: [], status: 'requested' })
}

const known: Known = {
  id: [relationship?.id, joiner.membershipId, spare.id],
  partnerId: [ours.id],
  token: [tokenOf(ours), tokenOf(ours, { withPrivileges: true })],
  email: [ours.person.email, customer.person.email, 'ada@fabrikam.example'],
  password: [password],
  current: [password],
  country: ['FR', 'DE'],
  name: ['Ada Roy'],
  organisation: ['Fabrikam'],
  timeZone: ['Europe/Berlin'],
  recipients: [['reader@fabrikam.example']],
  draft: [
    {
      ...{ templateVersion, language, withPrivileges, subject, link },
      paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
    },
  ],
}

let calls = 0
const sessions = new Map<Actor, string>()

/** Asks in a session that lasts until an act ends it, since making one takes as long as a call. */
async function ask(path: string, actor: Actor, input: unknown): Promise<Answer> {
  calls++
  const known = sessions.get(actor)
  const token = known ?? (actor.account ? await world.tokenFor(actor.account) : undefined)
  if (token) sessions.set(actor, token)
  const answer = await call(app, { path, type: typeOf(path), input, token })
  if (answer.status !== 401 || !known) return answer
  sessions.delete(actor)
  // An actor at another site's procedure gets the same answer again.
  return ask(path, actor, input)
}

// What a fault would leak: a stack, a file name, the words of a driver or of PostgreSQL.
const inner =
  /node_modules|\.[cm]?[jt]s:\d|\\n\s+at |violates|syntax error at|invalid byte|relation \\"|ZodError|kysely/

function expectNoFault({ status, text }: Answer, what: string): void {
  expect(status, `${what}: ${text}`).toBeLessThan(500)
  expect(text, what).not.toMatch(inner)
}

afterAll(() => figure(`S24 ${calls} requests, seed ${seed}, 0 answers of 5xx, 0 stack traces`))

const namedIn = new Map<string, number>()

const onceMore = (input: Record<string, unknown>) =>
  'idempotencyKey' in input ? { ...input, idempotencyKey: randomUUID() } : input

/** A caller without access, or without a valid link, learns nothing about the input. */
const isRejected = ({ status, body }: Answer): boolean =>
  [401, 403].includes(status) || body.error?.data.refusal?.code === 'link_unknown'

const mutations = mutationsOf(appRouter)

/** The actors that a procedure lets in: a mutation declares them, a query shows them. */
async function admittedTo(path: string): Promise<Actor[]> {
  const declared = mutations[path]
  if (declared?.permission) {
    const { permission } = declared
    return actors.filter(({ audience, roles }) => audience && may(audience, roles, permission))
  }
  const [input = {}] = fc.sample(inputOf(path, known), { seed, numRuns: 1 })
  const admitted: Actor[] = []
  for (const actor of actors) if (!isRejected(await ask(path, actor, onceMore(input)))) admitted.push(actor)
  return admitted.length > 0 ? admitted : actors
}

describe('S24 input of every procedure, made from its own schema', () => {
  test.each(paths)(
    'S24 %s',
    async (path) => {
      const admitted = await admittedTo(path)
      const example = fc.record({
        actor: fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...admitted) },
          { weight: 1, arbitrary: fc.constantFrom(...actors) },
        ),
        input: inputOf(path, known),
        place: fc.nat(),
        how: fc.constantFrom(...broken),
      })
      let named = 0
      await fc.assert(
        fc.asyncProperty(example, async ({ actor, input, place, how: [how, value] }) => {
          const whole = onceMore(input)
          const places = placesOf(whole)
          const at = places[place % places.length]
          const spoilt = at ? withBroken(whole, at, value) : value
          const answer = await ask(path, actor, spoilt)
          const what = `${actor.name}: ${at?.join('.') ?? 'input'} ${how}`
          expectNoFault(answer, what)
          if (!at || !fits(path, whole) || fits(path, spoilt) || isRejected(answer)) return
          const fields = Object.keys((answer.body.error?.data.refusal?.fields as object | undefined) ?? {})
          expect(answer.status, `${what}: ${answer.text}`).toBe(400)
          expect(fields.some((field) => isAbout(field, at.join('.')))).toBe(true)
          named++
        }),
        { seed, numRuns: runs, endOnFailure: true },
      )
      namedIn.set(path, named)
    },
    testMsMax,
  )

  test('S24 broken fields were named, in queries and in mutations', () => {
    const silent = [...namedIn].filter(([path, named]) => named === 0 && schemaOf(path).required?.length)
    // A few procedures need a state that random acts rarely reach; most must have been reached.
    expect(silent.length, silent.join()).toBeLessThan(namedIn.size / 4)
  })

  test(
    'S24 a body that is not an input is refused, never a fault',
    async () => {
      const token = await world.tokenFor(customer.person)
      const headers = { ...fromSite(token), 'content-type': 'application/json' }
      const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
      const key = `"idempotencyKey":"${randomUUID()}"`
      const bodies = [
        '',
        '{',
        'null',
        '"x"',
        '[]',
        '1e999',
        '{"a":1}{',
        '\u0000',
        deep(100_000),
        `{"__proto__":null}`,
      ]
      const deepInside = `{${key},"partnerId":"${ours.id}","services":["azure"],"x":${deep(100_000)}}`
      // All procedures share the reader of bodies, so a tenth of them stands for all.
      for (const path of paths.filter((_, at) => isFull || at % 10 === 0))
        for (const body of [...bodies, deepInside]) {
          calls++
          const response = await app.request(`/trpc/${path}`, { method: 'POST', headers, body })
          const answer = { status: response.status, text: await response.text() } as Answer
          expectNoFault(answer, `${path} ${body.slice(0, 80)}`)
        }
    },
    testMsMax,
  )

  test('S24 unknown paths, methods and batches cause no fault', async () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'customers',
      'customers.__proto__.list',
      '%00',
      '..%2f',
      'x,'.repeat(500),
    ]
    for (const name of names)
      for (const [method, query] of [
        ['GET', ''],
        ['GET', '?batch=1'],
        ['POST', '?batch=1'],
        ['PUT', ''],
        ['DELETE', ''],
        ['GET', '?input=%7B'],
      ] as const) {
        calls++
        const init = {
          method,
          headers: fromSite(),
          ...(method === 'POST' && { body: '{"0":{"__proto__":1}}' }),
        }
        const response = await app.request(`/trpc/${name}${query}`, init)
        expectNoFault(
          { status: response.status, text: await response.text() } as Answer,
          `${method} ${name}${query}`,
        )
      }
  })
})

/** Whether the named field is the broken one, lies inside it or contains it. */
const isAbout = (field: string, broken: string): boolean =>
  field === broken || field.startsWith(`${broken}.`) || broken.startsWith(`${field}.`)
