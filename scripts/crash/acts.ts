// What people do while parts of the instance are killed: acts with an idempotency key, retried until there is a response.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { newSiteSecrets } from '@entente/auth/site-secret'
import { cloudOf } from '@entente/clouds/clouds'
import type { Partner, World } from './world.ts'

export type Act = { attempts: number; ms: number; endedAt: number } & (
  | { kind: 'accept'; customerId: string; partnerId: string; relationshipId: string | null }
  | { kind: 'decline'; customerId: string; partnerId: string }
  | { kind: 'send'; requestId: string; recipients: number }
  | { kind: 'revoke'; linkId: string; version: number }
)
export type Kind = Act['kind']

export type Ledger = {
  acts: Act[]
  /** Customers whose act was refused for an expected reason; nothing may have been written for them. */
  refusedCustomers: string[]
  refusals: Map<string, number>
  /** Failures: unexpected responses, or no response within half a minute. */
  failures: string[]
}

export const newLedger = (): Ledger => ({ acts: [], refusedCustomers: [], refusals: new Map(), failures: [] })

type Answer = {
  status: number
  body: { result?: { data: unknown }; error?: { data?: { refusal?: { code: string } } } }
}

// A link may be revoked, or the daily allowance used up, between reading and acting.
const expected = ['link_revoked', 'draft_link_altered', 'daily_limit_reached']
const answerMsMax = 30_000
const agent = new Agent({ keepAlive: false })

/** The secrets of the sites that these acts come from. */
export const siteSecrets = newSiteSecrets()

/** Does random acts, one after the other, until `isOver`. Pauses keep the machine from becoming the bottleneck. */
export async function actUntil(
  isOver: () => boolean,
  world: World,
  url: string,
  ledger: Ledger,
): Promise<void> {
  const acts = [accept, accept, accept, decline, send, send]
  while (!isOver()) {
    const act = pick<(...where: Parameters<typeof accept>) => Promise<unknown>>(acts)
    await recordFailure(ledger, () => act?.(world, url, ledger))
    await sleep(Math.random() * 60)
  }
}

/** Revokes about one link per second. */
export async function revokeUntil(
  isOver: () => boolean,
  world: World,
  url: string,
  ledger: Ledger,
): Promise<void> {
  while (!isOver()) {
    await recordFailure(ledger, () => revoke(world, url, ledger))
    await sleep(500 + Math.random() * 1000)
  }
}

async function recordFailure(ledger: Ledger, act: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await act()
  } catch (error) {
    ledger.failures.push(error instanceof Error ? error.message : String(error))
  }
}

const pick = <T>(values: T[]): T | undefined => values[Math.floor(Math.random() * values.length)]

const activePartner = ({ partners }: World): Partner => {
  const partner = pick(partners.filter(({ isSpent }) => !isSpent))
  if (!partner)
    throw new Error('Every partner has used up its daily allowance: the test needs more partners.')
  return partner
}

export async function accept(world: World, url: string, ledger: Ledger): Promise<void> {
  const partner = pick(world.partners) as Partner
  const customer = await world.nextCustomer()
  const { agreements, services } = cloudOf('global')
  const input = {
    token: world.tokenOf(partner),
    agreement: { accepted: true, version: agreements.customer.version },
    services: services.map(({ id }) => ({ service: id, choice: 'grant', holderSeen: null })),
  }
  const done = await callWithKey<{ relationshipId: string }>(
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
  const done = await callWithKey(url, 'invitation.decline', customer.sessionToken, input, ledger)
  if (!done.data) return void ledger.refusedCustomers.push(customer.id)
  ledger.acts.push({ kind: 'decline', customerId: customer.id, partnerId: partner.id, ...done.effort })
}

type Draft = {
  paragraphs: { key: string; text: string }[]
  [key: string]: unknown
}

/** Sends a request to new people and returns the number of mails. */
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
  const done = await callWithKey<{ id: string }>(
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
    throw new Error(`The draft was answered with ${JSON.stringify(answer).slice(0, 300)}`)
  return answer.body.result.data as Draft
}

async function revoke(world: World, url: string, ledger: Ledger): Promise<void> {
  const partner = pick(world.partners) as Partner
  const { linkId: id, version, legalName: typedName } = partner
  const input = { id, version, reason: 'A crash test', typedName }
  const done = await callWithKey(
    url,
    'operatorPartners.revokeLink',
    world.operator.sessionToken,
    input,
    ledger,
  )
  if (!done.data) return
  partner.version++
  ledger.acts.push({ kind: 'revoke', linkId: partner.linkId, version: partner.version, ...done.effort })
}

type Outcome<T> = { data?: T; refusal?: string; effort: Pick<Act, 'attempts' | 'ms' | 'endedAt'> }

/** Retries the same input with the same key until the API responds, as a site does after a broken connection. */
async function callWithKey<T = unknown>(
  url: string,
  path: string,
  token: string,
  input: object,
  ledger: Ledger,
): Promise<Outcome<T>> {
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
    if (endedAt - began > answerMsMax)
      throw new Error(
        `No answer within ${answerMsMax / 1000} s, the last was ${answer?.status ?? 'a broken connection'}`,
      )
    await sleep(50)
  }
}

/** The site whose people call a procedure. */
function siteOf(path: string): keyof typeof siteSecrets {
  if (path.startsWith('invitation.')) return 'customer'
  return path.startsWith('operator') ? 'operator' : 'partner'
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
          'x-entente-site-secret': siteSecrets[siteOf(path)],
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
