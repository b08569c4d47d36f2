// The main job as people do it at the sites: a partner sends a request, a customer opens the mail's link and authorises, and
// partner and operator find the customer in their lists. Each page may come from another process of its site. A page that does not
// come is loaded again, a form that is not answered is sent again with its key.
import { randomUUID } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Audience } from '@entente/domain/core/audience'
import { waitFor } from '@entente/testkit/wait'
import type { Act, Ledger } from './acts.ts'
import { fieldsOf, type Visit, visit } from './visit.ts'
import type { Customer, Partner, World } from './world.ts'

/** What the main job needs of the instance. */
export type SiteInstance = {
  world: World
  urls: Record<Audience, string>
  /** The link of the mail that an address got. */
  mailedLink: (address: string) => string | undefined
}

export type Walks = {
  done: number
  /** The longest time that a page was waited for. */
  slowestMs: number
  /** What came instead of a page that was asked for again. */
  again: string[]
  /** How often the page was asked for that took most. */
  attemptsMax: number
  /** How long after an acceptance an open page was told of it. */
  toldMs: number[]
  failures: string[]
  /** Lists that did not show what had been acknowledged before they were asked for. */
  stale: string[]
}
export const newWalks = (): Walks => ({
  done: 0,
  slowestMs: 0,
  again: [],
  attemptsMax: 0,
  toldMs: [],
  failures: [],
  stale: [],
})

type Trip = { walks: Walks; ledger: Ledger }

const answerMsMax = 30_000
const mailMsMax = 60_000
// The API looks for changes once a second.
const settledMs = 2500
// A link may be revoked, or the daily allowance used up, between two pages.
const isRefusal = ({ status }: Visit) => status >= 400

export const cookieOf = (audience: Audience, { sessionToken }: { sessionToken: string }) =>
  `entente-global-${audience}=${sessionToken}`

export async function walkUntil(
  isOver: () => boolean,
  instance: SiteInstance,
  walks: Walks,
  ledger: Ledger,
): Promise<void> {
  while (!isOver()) {
    await walk(instance, walks, ledger).catch((error) => walks.failures.push(String(error)))
    await sleep(Math.random() * 100)
  }
}

/** Walks once with a page of the partner open, which has to hear of the acceptance. */
export async function walkWatched(instance: SiteInstance, walks: Walks, ledger: Ledger): Promise<void> {
  await walk(instance, walks, ledger, openPage).catch((error) => walks.failures.push(String(error)))
}

type Watch = (url: string, cookie: string) => Promise<{ told: () => Promise<unknown>; close: () => void }>

async function walk(
  { world, urls, mailedLink }: SiteInstance,
  walks: Walks,
  ledger: Ledger,
  watch?: Watch,
): Promise<void> {
  const trip = { walks, ledger }
  const partner = world.partners.find(({ isSpent }) => !isSpent)
  if (!partner) throw new Error('Every partner has used up its daily allowance.')
  const asPartner = cookieOf('partner', partner)
  const link = await request(trip, { partner, portal: urls.partner, mailedLink, asPartner })
  if (!link) return
  const customer = await world.nextCustomer()
  const page = await watch?.(`${urls.partner}/changes`, asPartner)
  try {
    if (!(await authorise(trip, { partner, customer, link }))) return
    const began = performance.now()
    if (page) {
      await page.told()
      walks.toldMs.push(performance.now() - began)
    }
    const name = `Customer ${customer.id.slice(-12)}`
    const lists = [
      {
        url: `${urls.partner}/customers?search=${encodeURIComponent(name)}`,
        cookie: asPartner,
        shows: `>${name}</a>`,
      },
      {
        url: `${urls.operator}/audit?chain=${customer.id}&action=relationship.accepted`,
        cookie: cookieOf('operator', world.operator),
        shows: 'href="/audit/0',
      },
    ]
    for (const { url, cookie, shows } of lists) {
      const list = await patiently(trip, url, { cookie })
      if (!list.text.includes(shows)) walks.stale.push(`${list.status} ${url}`)
    }
    walks.done++
  } finally {
    page?.close()
  }
}

type Asked = { partner: Partner; portal: string; asPartner: string; mailedLink: SiteInstance['mailedLink'] }

/** Writes and sends a request, and returns the link of its mail. */
async function request(
  trip: Trip,
  { partner, portal, asPartner, mailedLink }: Asked,
): Promise<string | undefined> {
  const composer = `${portal}/requests/new`
  const draft = await patiently(trip, composer, { cookie: asPartner })
  const address = `person@${randomUUID()}.example`
  const form = { ...fieldsOf(draft.text, 'recipients'), recipients: address }
  const sent = await patiently(trip, `${composer}?/send`, { cookie: asPartner, form })
  if (isRefusal(sent)) {
    if (sent.status === 429) partner.isSpent = true
    return undefined
  }
  const requestId = /\/requests\/([\w-]+)/.exec(sent.location)?.[1]
  if (!requestId) throw new Error(`A request was answered with ${sent.status} ${sent.location}`)
  trip.ledger.acts.push({ kind: 'send', requestId, recipients: 1, ...effortOf(sent) })
  const until = performance.now() + mailMsMax
  for (;;) {
    const link = mailedLink(address)
    if (link) return link
    if (performance.now() > until) throw new Error(`No mail came to ${address}.`)
    await sleep(20)
  }
}

type Decision = { partner: Partner; customer: Customer; link: string }

/** Opens the link, reviews the request and authorises. */
async function authorise(trip: Trip, { partner, customer, link }: Decision): Promise<boolean> {
  const cookie = cookieOf('customer', customer)
  const invitation = await patiently(trip, link)
  const review = await patiently(trip, `${link}/review`, { cookie })
  if (isRefusal(invitation) || isRefusal(review)) {
    trip.ledger.refusedCustomers.push(customer.id)
    return false
  }
  const form = { ...fieldsOf(review.text, 'agreementVersion'), agreement: 'on' }
  const answer = await patiently(trip, `${link}/review?/authorize`, { cookie, form })
  if (isRefusal(answer)) {
    trip.ledger.refusedCustomers.push(customer.id)
    return false
  }
  if (!answer.location.endsWith('/done'))
    throw new Error(`Authorize was answered with ${answer.status} ${answer.location}`)
  const act = { customerId: customer.id, partnerId: partner.id, relationshipId: null }
  trip.ledger.acts.push({ kind: 'accept', ...act, ...effortOf(answer) })
  return true
}

type Effort = Pick<Act, 'attempts' | 'ms' | 'endedAt'>
const effortOf = ({ attempts, ms, endedAt }: Effort): Effort => ({ attempts, ms, endedAt })

/** Loads a page, or sends a form, until there is an answer that is no fault of ours. */
async function patiently(trip: Trip, ...asked: Parameters<typeof visit>): Promise<Visit & Effort> {
  const { walks } = trip
  const began = performance.now()
  for (let attempts = 1; ; attempts++) {
    walks.attemptsMax = Math.max(walks.attemptsMax, attempts)
    let instead = ''
    const answer = await visit(...asked).catch((error) => {
      instead = String(error)
    })
    const endedAt = performance.now()
    const ms = endedAt - began
    if (answer && answer.status < 500) {
      walks.slowestMs = Math.max(walks.slowestMs, ms)
      return { ...answer, attempts, ms, endedAt }
    }
    if (ms > answerMsMax) throw new Error(`${asked[0]} gave no page within ${answerMsMax / 1000} s`)
    walks.again.push(`${asked[1]?.form ? 'POST' : 'GET'} ${asked[0]}: ${answer?.status ?? instead}`)
    await sleep(50)
  }
}

/**
 * An open page's stream of changes; `told` resolves when it says that something changed. It always says so once at the beginning,
 * and once the request's mail is marked as sent.
 */
const openPage: Watch = async (url, cookie) => {
  const stream = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, headers: { cookie, accept: 'text/event-stream' } }, resolve).on('error', reject)
  })
  if (stream.statusCode !== 200) throw new Error(`${url} answered ${stream.statusCode}.`)
  let heard = 0
  stream.on('error', () => undefined)
  stream.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('data:')) heard++
  })
  const hearing = { timeoutMs: answerMsMax, intervalMs: 5, what: 'an open page to hear of a change' }
  await waitFor(() => heard > 0, hearing)
  await sleep(settledMs)
  const before = heard
  return {
    told: () => waitFor(() => heard > before, hearing),
    close: () => stream.destroy(),
  }
}
