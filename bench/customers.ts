// How fast is the list of customers? `npm run bench -- customers [rows of the large partner]`
// One page of 50 over HTTP, by name and by a search, for a partner with 1,000,000 customers and one with 1,000 in the same
// database, against the page's statement alone through `pg` (as the owner, without row security), in alternating rounds.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { migrate } from '@entente/db/migrate'
import { newId } from '@entente/db/new-id'
import { asAuth } from '@entente/db/scopes'
import { insertSession } from '@entente/db/sessions'
import { givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/id'
import { startPg } from '@entente/testkit/pg'
import pg from 'pg'
import { fire, median, type Round, summary } from './load.ts'
import { startApi } from './servers.ts'
import { asRole } from './world.ts'

const clients = 1 // what a page costs, not how many fit
const rounds = 5
const perRound = 200
const large = Number(process.argv[2] ?? 1_000_000)
const small = 1000
// Word 77 begins one name in a hundred, wherever it lies in the list.
const search = 'word77'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
const server = await startPg({ dir: path.join(folder, 'pg') })
const keysFile = path.join(folder, 'keys.json')
createKeyring(keysFile)
await migrate(server.url(), 'global')
const urls = { owner: server.url(), api: asRole(server.url(), 'entente_api') }
const owner = new pg.Pool({ connectionString: urls.owner, max: 1 })
owner.on('error', (error) => console.error(error.message)) // of an idle connection
try {
  // A million rows need no million checks of their foreign keys.
  await owner.query('set session_replication_role = replica')
  const partners = { large: await givenList(large), small: await givenList(small) }
  await owner.query('vacuum analyze')
  const api = await startApi({ urls, keysFile, token: '' })
  try {
    const cases = Object.entries({
      [`by name, ${large.toLocaleString('en')}`]: {
        ours: () => api.customers(partners.large.token, { limit: 50 }),
        raw: () => rawPage(partners.large.id),
      },
      [`by name, ${small.toLocaleString('en')}`]: {
        ours: () => api.customers(partners.small.token, { limit: 50 }),
        raw: () => rawPage(partners.small.id),
      },
      [`search, ${large.toLocaleString('en')}`]: {
        ours: () => api.customers(partners.large.token, { limit: 50, search }),
        raw: () => rawSearch(partners.large.id),
      },
    })
    const results = new Map(cases.map(([name]) => [name, [] as { ours: Round; raw: Round }[]]))
    for (let round = 0; round <= rounds; round++)
      for (const [name, { ours, raw }] of cases) {
        const pair = { ours: await measure(ours), raw: await measure(raw) }
        // The first round warms all up.
        if (round > 0) results.get(name)?.push(pair)
      }
    report(results)
  } finally {
    await api.stop()
  }
} finally {
  await owner.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

function measure(page: () => Promise<number>): Promise<Round> {
  return fire(clients, [...Array(perRound).keys()], async () => {
    const rows = await page()
    if (rows === 0) throw new Error('The page is empty.')
  })
}

async function rawPage(partnerId: Id<'organisation'>): Promise<number> {
  const { rows } = await owner.query({
    name: 'page',
    text: `select id, customer_name, customer_domain, customer_country, services, since, sort_key from relationship
      where partner_id = $1 and status = 'active' order by sort_key, id limit 51`,
    values: [partnerId],
  })
  return rows.length
}

async function rawSearch(partnerId: Id<'organisation'>): Promise<number> {
  const { rows } = await owner.query({
    name: 'search',
    text: `select id, customer_name, customer_domain, customer_country, services, since, sort_key from relationship
      where partner_id = $1 and status = 'active' and id in (select relationship_id from relationship_term
        where partner_id = $1 and term >= $2 and term < $3) order by sort_key, id limit 51`,
    values: [partnerId, search, `${search}\u{10FFFF}`],
  })
  return rows.length
}

/** A partner with as many customers as wished, and a session of its person. */
async function givenList(count: number): Promise<{ id: Id<'organisation'>; token: string }> {
  const database = openDatabase({ url: urls.api, connectionsMax: 1 })
  const { id, person, links } = await givenPartner(database, { kid: readKeyring(keysFile).link.newest })
  const token = newSessionToken()
  const now = new Date()
  await asAuth(database, person.id, (db) =>
    insertSession(
      db,
      {
        id: newId<'session'>(),
        tokenHash: hashSessionToken(token),
        accountId: person.id,
        membershipId: person.membershipId,
        expiresAt: new Date(now.getTime() + 3_600_000),
      },
      now,
    ),
  )
  await closeDatabase(database)
  await owner.query(
    `with named as (select gen_random_uuid() as customer, gen_random_uuid() as relationship, gen_random_uuid() as change,
        'word' || (n::bigint * 7919 % 10000) || ' customer ' || n as name from generate_series(1, $3::int) n),
      organisations as (insert into organisation (id, kind, legal_name, country, created_at)
        select customer, 'customer', name, 'FR', now() from named),
      relationships as (insert into relationship (id, customer_id, partner_id, link_id, status, origin, since,
          customer_name, customer_country, sort_key, services, change_id)
        select relationship, customer, $1, $2, 'active', 'acceptance', now(), name, 'FR', name, '{azure}', change from named)
      insert into relationship_term (partner_id, term, relationship_id, customer_id)
        select $1, term, relationship, customer from named, unnest(string_to_array(name, ' ')) term`,
    [id, links.plain, count],
  )
  return { id, token }
}

function report(results: Map<string, { ours: Round; raw: Round }[]>): void {
  const table: Record<string, object> = {}
  const p50 = new Map<string, number>()
  for (const [name, pairs] of results) {
    const ours = summary(pairs.map((pair) => pair.ours))
    const raw = summary(pairs.map((pair) => pair.raw))
    const ratio = median(pairs.map((pair) => pair.ours.p50Ms / pair.raw.p50Ms))
    p50.set(name, ours['p50 ms'])
    table[name] = {
      'HTTP p50 ms': ours['p50 ms'],
      'raw p50 ms': raw['p50 ms'],
      ratio: Number(ratio.toFixed(2)),
    }
  }
  console.log(`customers, pages of 50, one client, ${rounds} rounds of ${perRound}, durable`)
  console.table(table)
  const [first, second] = [...p50.values()]
  console.log('ratio      target at most 3.00 x the raw query')
  console.log(
    `growth     ${((first ?? 0) / (second ?? 1)).toFixed(2)} x the page of ${small} customers (target at most 1.50)`,
  )
}
