// What people do while parts of the house die: acts with an idempotency key, repeated under it until there is an answer.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloudOf } from '@entente/clouds/clouds'
import type { Partner, World } from './world.ts'

export type Act = { attempts: number; ms: number; endedAt: number } & (
  | { kind: 'accept'; customerId: string; partnerId: string; relationshipId: string }
  | { kind: 'decline'; customerId: string; partnerId: string }
  | { kind: 'send'; requestId: string; recipients: number }
  | { kind: 'revoke'; linkId: string; version: number }
)
export type Kind = Act['kind']

export type Ledger = {
  acts: Act[]
  /** Answered with a refusal that the mix makes possible; nothing may have been written for this customer. */
  refusedCustomers: string[]
  refusals: Map<string, number>
  /** What should not happen: an answer that nobody expects, or none within half a minute. */
  troubles: string[]
}

export const newLedger = (): Ledger => ({ acts: [], refusedCustomers: [], refusals: new Map(), troubles: [] })

type Answer = {
  status: number
  body: { result?: { data: unknown }; error?: { data?: { refusal?: { code: string } } } }
}

// A link may be revoked and a day's allowance used up between looking and acting.
const expected = ['link_revoked', 'draft_link_altered', 'daily_limit_reached']
const patienceMs = 30_000
const agent = new Agent({ keepAlive: false })

/** Acts at random, one after the other, until `isOver`. Pauses in between keep the machine from being the limit. */
export async function actUntil(
  isOver: () => boolean,
  world: World,
  url: string,
  ledger: Ledger,
): Promise<void> {
  const acts = [accept, accept, accept, decline, send, send]
  while (!isOver()) {
    const act = pick<(...where: Parameters<typeof accept>) => Promise<unknown>>(acts)
    await tried(ledger, () => act?.(world, url, ledger))
    await sleep(Math.random() * 60)
  }
}

/** Revokes links, about one a second. */
export async function revokeUntil(
  isOver: () => boolean,
  world: World,
  url: string,
  ledger: Ledger,
): Promise<void> {
  while (!isOver()) {
    await tried(ledger, () => revoke(world, url, ledger))
    await sleep(500 + Math.random() * 1000)
  }
}

async function tried(ledger: Ledger, act: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await act()
  } catch (error) {
    ledger.troubles.push(error instanceof Error ? error.message : String(error))
  }
}

const pick = <T>(values: T[]): T | undefined => values[Math.floor(Math.random() * values.length)]

const activePartner = ({ partners }: World): Partner => {
  const partner = pick(partners.filter(({ isSpent }) => !isSpent))
  if (!partner) throw new Error('Every partner has sent as much as it may: make more of them.')
  return partner
}

export async function accept(world: World, url: string, ledger: Ledger): Promise<void> {
  const partner = pick(world.partners) as Partner
  const customer = await world.nextCustomer()
  const { agreement, services } = cloudOf('global')
  const input = {
    token: world.tokenOf(partner),
    agreement: { accepted: true, version: agreement.version },
    services: services.map(({ id }) => ({ service: id, choice: 'grant', holderSeen: null })),
  }
  const done = await insist<{ relationshipId: string }>(
    url,
    'invitation.accept',
    customer.sessionToken,
    input,
    ledger,
  )
  if (!done.data) return void ledger.refusedCustomers.push(customer.id)
  const { relationshipId } = done.data
  ledger.acts.push({
    kind: 'accept',
    customerId: customer.id,
    partnerId: partner.id,
    relationshipId,
    ...done.effort,
  })
}

async function decline(world: World, url: string, ledger: Ledger): Promise<void> {
  const partner = pick(world.partners) as Partner
  const customer = await world.nextCustomer()
  const input = { token: world.tokenOf(partner), tellPartner: true }
  const done = await insist(url, 'invitation.decline', customer.sessionToken, input, ledger)
  if (!done.data) return void ledger.refusedCustomers.push(customer.id)
  ledger.acts.push({ kind: 'decline', customerId: customer.id, partnerId: partner.id, ...done.effort })
}

type Draft = {
  paragraphs: { key: string; text: string }[]
  [key: string]: unknown
}

/** Sends a request to new people and answers how many mails that makes. */
export async function send(
  world: World,
  url: string,
  ledger: Ledger,
  count = 1 + Math.floor(Math.random() * 3),
): Promise<number> {
  const partner = activePartner(world)
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } = await draftOf(url, partner)
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  const draft = { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
  const recipients = Array.from({ length: count }, () => `person@${randomUUID()}.example`)
  const input = { draft, recipients }
  const done = await insist<{ id: string }>(
    url,
    'relationshipRequest.send',
    partner.sessionToken,
    input,
    ledger,
  )
  if (done.refusal === 'daily_limit_reached') partner.isSpent = true
  if (!done.data) return 0
  ledger.acts.push({ kind: 'send', requestId: done.data.id, recipients: count, ...done.effort })
  return count
}

async function draftOf(url: string, { sessionToken }: Partner): Promise<Draft> {
  const { answer } = await untilAnswered(() =>
    call(url, 'relationshipRequest.draft', sessionToken, { input: {} }),
  )
  if (!answer.body.result)
    throw new Error(`A draft was answered with ${JSON.stringify(answer).slice(0, 300)}`)
  return answer.body.result.data as Draft
}

async function revoke(world: World, url: string, ledger: Ledger): Promise<void> {
  const partner = pick(world.partners) as Partner
  const input = { id: partner.linkId, version: partner.version, reason: 'A crash test' }
  const done = await insist(url, 'operatorPartners.revokeLink', world.operator.sessionToken, input, ledger)
  if (!done.data) return
  partner.version++
  ledger.acts.push({ kind: 'revoke', linkId: partner.linkId, version: partner.version, ...done.effort })
}

type Done<T> = { data?: T; refusal?: string; effort: Pick<Act, 'attempts' | 'ms' | 'endedAt'> }

/** One press: the same input under the same key until the API has answered, as a site does after a broken connection. */
async function insist<T = unknown>(
  url: string,
  path: string,
  token: string,
  input: object,
  ledger: Ledger,
): Promise<Done<T>> {
  const keyed = { ...input, idempotencyKey: randomUUID() }
  const { answer, ...effort } = await untilAnswered(() => call(url, path, token, keyed))
  if (answer.body.result) return { data: answer.body.result.data as T, effort }
  const code = answer.body.error?.data?.refusal?.code ?? `status ${answer.status}`
  if (!expected.includes(code)) throw new Error(`${path} was answered with ${code}`)
  ledger.refusals.set(code, (ledger.refusals.get(code) ?? 0) + 1)
  return { refusal: code, effort }
}

async function untilAnswered(ask: () => Promise<Answer>) {
  const began = performance.now()
  for (let attempts = 1; ; attempts++) {
    const answer = await ask().catch(() => null)
    const endedAt = performance.now()
    if (answer && answer.status < 500) return { answer, attempts, ms: endedAt - began, endedAt }
    if (endedAt - began > patienceMs)
      throw new Error(
        `No answer within ${patienceMs / 1000} s, the last was ${answer?.status ?? 'a broken connection'}`,
      )
    await sleep(50)
  }
}

function call(url: string, path: string, token: string, input: object | { input: object }): Promise<Answer> {
  const isQuery = 'input' in input
  const query = isQuery ? `?input=${encodeURIComponent(JSON.stringify(input.input))}` : ''
  const text = isQuery ? '' : JSON.stringify(input)
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/trpc/${path}${query}`,
      {
        agent,
        method: isQuery ? 'GET' : 'POST',
        timeout: 10_000,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-entente-client-address': randomUUID(),
        },
      },
      async (response) => {
        try {
          let answer = ''
          for await (const chunk of response.setEncoding('utf8')) answer += chunk
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) })
        } catch (error) {
          reject(error)
        }
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end(text)
  })
}
