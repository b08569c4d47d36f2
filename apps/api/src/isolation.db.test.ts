import { randomBytes, randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { isFull, sized } from '@entente/testkit/full'
import { authorizing, generousLimits, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { call } from '@entente/trpc/testing/http'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { figure, testMsMax } from '../testing/figure.ts'
import { inputOf, type Known, paths, typeOf } from '../testing/inputs.ts'
import { createApp } from './app.ts'

const seed = Number(process.env.SEED ?? 20_261_121)
const calls = sized(3000, 1_000_000)
const atOnce = 4
/** A busy machine makes fewer calls; the printed figure says how many. */
const budgetMs = isFull ? Number.POSITIVE_INFINITY : 10_000

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const passwordHash = await hashPassword('harbour lamp violet 42')

/** A word that is in every text field of one owner and nowhere else. */
const canary = () => `zq${randomBytes(6).toString('hex')}qz`

async function givenPartner() {
  const [card, inside] = [canary(), canary()]
  const partner = await world.partner({ legalName: `Partner ${card}` })
  await mark(partner.person.id, inside)
  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'], passwordHash },
  })
  await mark(colleague.id, inside)
  const api = await world.as(partner.person)
  const draft = await api.relationshipRequest.draft({ withPrivileges: true })
  const { templateVersion, language, withPrivileges, link } = draft
  const posted = {
    ...{ templateVersion, language, withPrivileges, link, subject: `About ${inside}` },
    paragraphs: draft.paragraphs.map(({ key, text, editable }) => ({
      key,
      text: editable ? `${text} ${inside}` : text,
    })),
  }
  const request = await api.relationshipRequest.send({
    ...{ draft: posted, recipients: [`reader@${inside}.example`], idempotencyKey: randomUUID() },
  })
  return { ...partner, card, inside, colleague, posted, request }
}

async function givenCustomer() {
  const [card, inside] = [canary(), canary()]
  const customer = await world.customer({ legalName: `Customer ${card}`, domain: `${card}.example` })
  await mark(customer.person.id, inside)
  const organisationId = customer.id
  const user = await world.person({ organisationId, audience: 'customer', roles: ['user'], passwordHash })
  await mark(user.id, inside)
  const joiner = await world.person({
    ...{ organisationId, audience: 'customer', roles: [], status: 'requested' },
  })
  await mark(joiner.id, inside)
  return { ...customer, card, inside, user, joiner }
}

const mark = (accountId: string, word: string) =>
  world.asOwner(
    `update auth.account set name = $2, email = $2::text || '-' || id || '@person.example' where id = $1`,
    [accountId, word],
  )

// A and B never meet; the shared customer deals with both, and neither partner may learn of the other.
const [partnerA, partnerB] = [await givenPartner(), await givenPartner()]
const [customerA, customerB, shared] = [await givenCustomer(), await givenCustomer(), await givenCustomer()]
const accept = async (customer: typeof customerA, partner: typeof partnerA, grants = grantAll) =>
  (await world.as(customer.person)).invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges: grants.length > 0 }), grants),
  )
await accept(customerA, partnerA)
await accept(customerB, partnerB)
await accept(shared, partnerA)
await accept(shared, partnerB, [])

const relationships = await world.asOwner<{ id: string; partner_id: string }>(
  'select id, partner_id from relationship',
)
const [all, everybody] = [
  [partnerA, partnerB, customerA, customerB, shared],
  [customerA, customerB, shared],
]
const words = all.flatMap(({ card, inside }) => [card, inside])
const ids = [
  ...relationships.map(({ id }) => id),
  ...all.map(({ id }) => id),
  ...[partnerA, partnerB].map(({ request }) => request.id),
  ...everybody.map(({ joiner }) => joiner.membershipId),
]
const cursors = ids.flatMap((id) =>
  [[id], ['', id]].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url')),
)

// A partner that a random call lists is in the directory for everybody, with its name and nothing more.
const isListed = (path: string, word: string) =>
  ['businessProfiles.list', 'referrals.partner'].includes(path) &&
  [partnerA, partnerB].some(({ card }) => card === word)

type Asker = { name: string; person: { id: never; membershipId: never } | null; sees: string[]; known: Known }
const asker = (name: string, person: unknown, sees: string[], links: (typeof partnerA)[]): Asker => ({
  name,
  person: person as Asker['person'],
  sees,
  // Every asker knows all ids, but only the links that were given to it.
  known: {
    ...{ id: ids, partnerId: all.map(({ id }) => id), search: [...words, 'zq', ''], cursor: cursors },
    token: links.flatMap((partner) => [tokenOf(partner), tokenOf(partner, { withPrivileges: true })]),
    draft: [partnerA, partnerB].map(({ posted }) => posted),
    email: [`new@${canary()}.example`],
    ...{ country: ['FR'], password: ['orchard signal maple 7'] },
  },
})
const ofPartner = ({ card, inside }: typeof partnerA, ...customers: (typeof customerA)[]) => [
  ...[card, inside],
  ...customers.map((customer) => customer.card),
]
const ofCustomer = ({ card, inside }: typeof customerA, ...partners: (typeof partnerA)[]) => [
  ...[card, inside],
  ...partners.map((partner) => partner.card),
]
const askers = [
  asker('partner A', partnerA.person, ofPartner(partnerA, customerA, shared), [partnerA]),
  asker('colleague A', partnerA.colleague, ofPartner(partnerA, customerA, shared), [partnerA]),
  asker('partner B', partnerB.person, ofPartner(partnerB, customerB, shared), [partnerB]),
  asker('customer A', customerA.person, ofCustomer(customerA, partnerA), [partnerA]),
  asker('user A', customerA.user, ofCustomer(customerA, partnerA), [partnerA]),
  asker('customer B', customerB.person, ofCustomer(customerB, partnerB), [partnerB]),
  asker('customer of both', shared.person, ofCustomer(shared, partnerA, partnerB), [partnerA, partnerB]),
  asker('visitor with a link of A', null, [partnerA.card], [partnerA]),
]
// Hashing a password is slow and says nothing about tenants.
const slow = new Set(['session.signIn', 'account.resetPassword', 'account.changePassword'])
const quick = paths.filter((path) => !slow.has(path))

const tokens = new Map<Asker, string>()
async function tokenOfAsker(who: Asker): Promise<string | undefined> {
  if (!who.person) return undefined
  const token = tokens.get(who) ?? (await world.tokenFor(who.person))
  tokens.set(who, token)
  return token
}

async function ask(who: Asker, path: string, input: Record<string, unknown>) {
  const whole = 'idempotencyKey' in input ? { ...input, idempotencyKey: randomUUID() } : input
  const answer = await call(app, { path, type: typeOf(path), input: whole, token: await tokenOfAsker(who) })
  // Random acts end sessions too; the asker signs in again.
  if (answer.status === 401) tokens.delete(who)
  return answer
}

test(
  'S3 random calls by everybody: no response holds a word of another tenant',
  async () => {
    const tally = { calls: 0, answered: 0, own: 0, hits: [] as string[] }
    const one = fc
      .constantFrom(...askers)
      .chain((who) =>
        fc
          .constantFrom(...quick)
          .chain((path) => fc.tuple(fc.constant(who), fc.constant(path), inputOf(path, who.known))),
      )
    const queue = fc.sample(one, { seed, numRuns: calls }).values()
    const end = performance.now() + budgetMs
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const [who, path, input] of queue) {
          if (performance.now() > end) return
          const { status, text } = await ask(who, path, input)
          tally.calls++
          const asked = JSON.stringify(input)
          const seen = words.filter((word) => text.includes(word) && !asked.includes(word))
          if (status === 200) tally.answered++
          if (seen.length > 0) tally.own++
          for (const word of seen)
            if (!who.sees.includes(word) && !isListed(path, word))
              tally.hits.push(`${who.name} ${path} ${asked}: ${word}`)
        }
      }),
    )
    figure(
      `S3 ${tally.calls} random calls, ${tally.answered} answered, ${tally.own} with the asker's own words, seed ${seed}: ${tally.hits.length} hits`,
    )
    expect(tally.hits).toEqual([])
    // A run that found no words at all would prove nothing.
    expect(tally.own).toBeGreaterThan(tally.calls / 50)
  },
  testMsMax,
)
