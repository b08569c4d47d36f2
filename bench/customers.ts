import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertSession } from '@entente/db/identity/sessions'
import { givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, p50, type Round } from './load.ts'
import { during } from './profile.ts'
import { milliseconds, type Row } from './rows.ts'
import { startApi } from './servers.ts'
import { asRole } from './world.ts'

const rounds = 5
const small = 1000
/** Rows a statement inserts, so that its temporary files stay small. */
const atOnce = 1_000_000
// One name in ten thousand has word7701 and one in ninety word77; one in nine begins with word1, and every name has customer.
const searches = ['word7701', 'word77', 'word1', 'customer'] as const
// One customer in a thousand has given no privileges.
const missing = 'azure'

export type List = { id: Id<'organisation'>; person: Id<'account'>; token: string }

/**
 * How fast is the list of customers? Reads one page of 50 over HTTP, by name and by search, for a partner with 1,000,000
 * customers and one with 1,000 in the same database, and compares it with the page's statement alone through `pg` (as the
 * owner, without row security). One client: measures latency, not throughput.
 */
export const customers: Bench = ({ sizes: [large = 1_000_000], profile }) =>
  inLab(async (server, folder) => {
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    await migrate(server.url(), 'global')
    const urls = { owner: server.url(), api: asRole(server.url(), 'entente_api') }
    const owner = new pg.Pool({ connectionString: urls.owner, max: 1 })
    owner.on('error', (error) => console.error(error.message)) // of an idle connection
    try {
      const began = performance.now()
      // Skips the foreign key check of each of the million rows.
      await owner.query('set session_replication_role = replica')
      const kid = readKeyring(keysFile).link.newest
      const lists = {
        large: await givenList(owner, urls.api, kid, large),
        small: await givenList(owner, urls.api, kid, small),
      }
      await owner.query('vacuum analyze')
      console.log(
        `customers: ${large.toLocaleString('en')} are there after ${Math.round((performance.now() - began) / 1000)} s`,
      )
      const api = await startApi({ urls, keysFile }, profile)
      try {
        const compare = (perRound: number, list: List, wish: { missing?: string }, raw: Query) =>
          inTurns(
            rounds,
            () =>
              during(profile, urls.owner, () =>
                measure(perRound, () => api.customers(list.token, { limit: 50, ...wish })),
              ),
            () => measure(perRound, async () => (await owner.query(raw)).rows.length),
          )
        const byName = await compare(200, lists.large, {}, rawPage(lists.large))
        const few = await compare(200, lists.small, {}, rawPage(lists.small))
        const searched = new Map<string, number>()
        for (const search of searches) {
          const { ours } = await inTurns(3, () =>
            measure(20, () => api.customers(lists.large.token, { limit: 50, search })),
          )
          searched.set(search, ours(p50))
        }
        const filtered = await compare(100, lists.large, { missing }, rawFilter(lists.large))
        const count = large.toLocaleString('en')
        return [
          row(`customers, 50 of ${count} by name, p50`, byName),
          row(`customers, 50 of ${small.toLocaleString('en')} by name, p50`, few),
          ...[...searched].map(([search, ms]) => ({
            what: `customers, search in ${count} for ${search}, p50`,
            figure: milliseconds(ms),
            value: ms,
            unit: 'ms' as const,
            target: { atMost: 10 },
          })),
          row(`customers, without a privilege in ${count}, p50`, filtered),
          {
            what: `customers, ${count} beside ${small.toLocaleString('en')}, p50`,
            figure: milliseconds(byName.ours(p50)),
            reference: milliseconds(few.ours(p50)),
            value: byName.ours(p50) / few.ours(p50),
            unit: 'x',
            target: { atMost: 1.5 },
          },
        ]
      } finally {
        await api.stop()
      }
    } finally {
      await owner.end()
    }
  })

function row(what: string, { ours, reference, ratio }: Awaited<ReturnType<typeof inTurns<Round>>>): Row {
  return {
    what,
    figure: milliseconds(ours(p50)),
    reference: `${milliseconds(reference(p50))} the query through pg`,
    value: ratio(p50),
    unit: 'x',
    target: { atMost: 3 },
  }
}

function measure(count: number, page: () => Promise<number>): Promise<Round> {
  return fire(1, [...Array(count).keys()], async () => {
    const rows = await page()
    if (rows === 0) throw new Error('The page is empty.')
  })
}

type Query = { name: string; text: string; values: string[] }

/** The statement alone that reads a partner's first page. */
export const pageQuery = `select id, customer_name, customer_domain, customer_country, services, since, sort_key from relationship
  where partner_id = $1 and status = 'active' order by sort_key, id limit 51`

const rawPage = ({ id }: List): Query => ({ name: 'page', text: pageQuery, values: [id] })

const rawFilter = ({ id }: List): Query => ({
  name: 'filter',
  text: `select id, customer_name, customer_domain, customer_country, services, since, sort_key from relationship
    where partner_id = $1 and status = 'active' and service_set = $2 order by sort_key, id limit 51`,
  values: [id, ''],
})

type Client = Pick<pg.ClientBase, 'query'>

/** Inserts a partner with `count` customers, over these connections at once, and returns its id and a session token. */
export async function givenList(
  owners: Client | Client[],
  apiUrl: string,
  kid: string,
  count: number,
): Promise<List> {
  const database = openDatabase({ url: apiUrl, connectionsMax: 1 })
  const { id, person } = await givenPartner(database, { kid })
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
  let begun = 0
  const load = async (owner: Client) => {
    while (begun < count) {
      const from = begun + 1
      begun = Math.min(begun + atOnce, count)
      await insertListed(owner, id, from, begun)
    }
  }
  await Promise.all([owners].flat().map(load))
  return { id, person: person.id, token }
}

/**
 * Inserts ids in time order, as the application creates them, and terms in order: a million random inserts into an index would
 * take minutes.
 */
export const insertListed = (
  owner: Pick<pg.ClientBase, 'query'>,
  partner: string,
  from: number,
  to: number,
) =>
  owner.query(
    `with named as materialized (select uuidv7() as customer, uuidv7() as relationship, uuidv7() as change,
        'word' || (n::bigint * 7919 % 10000) || ' customer ' || n as name from generate_series($2::int, $3::int) n),
      organisations as (insert into organisation (id, kind, legal_name, country, created_at)
        select customer, 'customer', name, 'FR', now() from named),
      relationships as (insert into relationship (id, customer_id, partner_id, status, origin, since,
          customer_name, customer_country, sort_key, services, change_id)
        select relationship, customer, $1, 'active', 'acceptance', now(), name, 'FR', name,
          case when name like '%000' then '{}'::text[] else '{azure}' end, change from named)
      insert into relationship_term (partner_id, term, relationship_id, customer_id, leads)
        select $1, term, relationship, customer, starts_with(name, term)
        from named, unnest(string_to_array(name, ' ')) term order by term collate "C", relationship`,
    [partner, from, to],
  )
