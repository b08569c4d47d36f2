import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createKeyring } from '@entente/auth/keyring'
import { cloudOf } from '@entente/clouds/clouds'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { applyRetention, retentionRules } from '@entente/db/audit/retention'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { asSealer } from '@entente/db/core/scopes'
import { acceptBody } from './accept.ts'
import type { Bench } from './bench.ts'
import { inLab, query } from './lab.ts'
import { fire, inTurns, p50, type Round } from './load.ts'
import { processorTime } from './processor-time.ts'
import { milliseconds, type Row } from './rows.ts'
import { type Amounts, fill } from './scale-data.ts'
import { siteSecrets, startApi } from './servers.ts'
import { asRole } from './world.ts'

export const amounts = ['customers', 'partners', 'audit', 'deliveries'] as const

const defaults: Amounts = { customers: 100_000, partners: 1000, audit: 200_000, deliveries: 200_000 }
/** A partner of this size has more customers than its list counts. */
const small: Amounts = { customers: 20_000, partners: 200, audit: 20_000, deliveries: 20_000 }
const rounds = 5
const perRound = { reads: 40, accepts: 40, seals: 1000, deletions: 1000 }

type Side = Awaited<ReturnType<typeof open>>
/** `processorMs`: of the API and PostgreSQL, for one request; of PostgreSQL and this process where no API is asked. */
type Figure = Round & { processorMs: number }

/**
 * What does a table's size cost? Two databases in one PostgreSQL, of which one is small and one as large as asked for: one partner
 * with all customers, many other partners, a long audit and many deliveries. The same work is measured in both in turns,
 * with one client, so that a ratio is the growth alone.
 */
export const scale: Bench = ({ amounts: given }) =>
  inLab(async (server, folder) => {
    const large = { ...defaults }
    for (const amount of amounts) if (given[amount] !== undefined) large[amount] = Number(given[amount])
    // Until the rows are there, the log has no page as a whole and no index.
    await query(
      server.url(),
      `alter system set max_wal_size = '8GB'`,
      'alter system set wal_level = minimal',
      'alter system set max_wal_senders = 0',
      'alter system set full_page_writes = off',
    )
    await server.restart()
    const sides: Side[] = []
    try {
      for (const [name, size] of Object.entries({ small, large })) {
        const began = performance.now()
        sides.push(await open(server.url(), folder, name, size, server.pid()))
        const seconds = Math.round((performance.now() - began) / 1000)
        console.log(`scale: ${name} is there after ${seconds} s, ${await sizeOf(server.url(name))}`)
      }
      await query(
        server.url(),
        'alter system reset full_page_writes',
        'select pg_reload_conf()',
        'checkpoint',
      )
      // Filling the other database takes longer than a confirmed identity stays fresh.
      for (const { refresh } of sides) await refresh()
      const [few, many] = sides as [Side, Side]
      const rows: Row[] = []
      for (const what of Object.keys(many.works)) {
        const work = (side: Side) => () => side.measure(what)
        const { ours, reference, ratio } = await inTurns(rounds, work(many), work(few))
        const processor = (figure: Figure) => figure.processorMs
        const row: Row = {
          what: `scale, ${what}, p50`,
          figure: `${milliseconds(ours(p50))}, ${milliseconds(ours(processor))} of a processor`,
          reference: `${milliseconds(reference(p50))}, ${milliseconds(reference(processor))} in the small one`,
          value: ratio(p50),
          unit: 'x',
          target: { atMost: 1.5 },
        }
        rows.push(row)
        console.log(`${row.what}: ${row.figure}, ${row.reference}, ${row.value?.toFixed(2)} x`)
      }
      return rows
    } finally {
      await Promise.all(sides.map(({ stop }) => stop()))
    }
  })

async function open(serverUrl: string, folder: string, name: string, size: Amounts, serverPid: number) {
  await query(serverUrl, `create database ${name}`)
  const at = (role?: string) => {
    const url = new URL(role ? asRole(serverUrl, role) : serverUrl)
    url.pathname = name
    return url.href
  }
  const urls = { owner: at(), api: at('entente_api') }
  const keysFile = path.join(folder, name, 'keys.json')
  mkdirSync(path.dirname(keysFile))
  createKeyring(keysFile)
  await migrate(urls.owner, 'global')
  const { list, token, sessionTokens, chains } = await fill(
    urls,
    keysFile,
    size,
    (rounds + 1) * perRound.accepts,
  )
  const { rows: ids } = { rows: await query<{ id: string }>(urls.owner, someCustomers(list.id)) }
  const api = await startApi({ urls, keysFile })
  const worker = openDatabase({ url: at('entente_worker'), connectionsMax: 1 })

  const reads = (procedure: string, input: (nth: number) => object) => () =>
    fire(1, [...Array(perRound.reads).keys()], async (nth) => {
      const found = await api.read(procedure, { session: list.token, site: siteSecrets.partner }, input(nth))
      if (!found) throw new Error(`${procedure} found nothing.`)
    })
  const page = (wish: object) => reads('customers.list', () => ({ limit: 50, ...wish }))
  const works: Record<string, () => Promise<Round>> = {
    'list of 50 by name': page({}),
    'page of the list, with its counts': reads('customers.page', () => ({ limit: 50 })),
    'search for a word that one has': page({ search: String(size.customers) }),
    'search for a word that 1 in 90 has': page({ search: 'word77' }),
    'search for a word that all have': page({ search: 'customer' }),
    'record of one customer': reads('customers.get', (nth) => ({ id: ids[nth % ids.length]?.id })),
    'an acceptance': () =>
      fire(1, sessionTokens.splice(0, perRound.accepts), (session) =>
        api.accept(session, JSON.stringify(acceptBody(token)).replace('{key}', randomUUID())),
      ),
    [`sealing ${perRound.seals} records`]: async () => {
      await query(urls.owner, 'set session_replication_role = replica', newRecords(chains))
      return fire(1, [0], async () => {
        const { sealed } = await asSealer(worker, (db) =>
          sealAudit(db, { limit: 2 * perRound.seals }, new Date()),
        )
        if (sealed < perRound.seals) throw new Error(`Only ${sealed} records were sealed.`)
      })
    },
    [`retention with ${perRound.deletions} mails to delete`]: async () => {
      await query(urls.owner, oldMails)
      return fire(1, [0], async () => {
        const now = new Date()
        const { failures, deletions } = await applyRetention(
          worker,
          retentionRules(cloudOf('global').retention, now),
          now,
        )
        if (failures[0]) throw failures[0]
        if ((deletions.mails ?? 0) < perRound.deletions)
          throw new Error(`Deleted: ${JSON.stringify(deletions)}`)
      })
    },
  }
  return {
    works,
    refresh: () =>
      query(
        urls.owner,
        `update auth.session set authenticated_at = now(), seen_at = now(), expires_at = now() + interval '12 hours'`,
      ),
    measure: async (what: string): Promise<Figure> => {
      const time = () =>
        processorTime(api.pid, serverPid) + (process.cpuUsage().user + process.cpuUsage().system) / 1000
      const before = time()
      const began = performance.now()
      const round = await (works[what] as () => Promise<Round>)()
      const count = (round.perSecond * (performance.now() - began)) / 1000
      return { ...round, processorMs: (time() - before) / Math.max(1, count) }
    },
    stop: async () => {
      await api.stop()
      await closeDatabase(worker)
    },
  }
}

const someCustomers = (partner: string) => ({
  text: `select id from relationship where partner_id = $1 and status = 'active' order by change_id limit 1000`,
  values: [partner],
})

/** Acts of the partners with chains, in turns, as one transaction. */
const newRecords = (chains: { id: string; person: string }[]) => ({
  text: `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload,
      payload_digest, occurred_at)
    select uuidv7(), id, uuidv7(), 'person', person, '{admin_agent}', 'relationship_request.sent',
      jsonb_build_object('requestId', uuidv7()), sha256(uuid_send(id)), now()
    from unnest($1::uuid[], $2::uuid[]) chain (id, person), generate_series(1, $3::int) limit $4`,
  values: [
    chains.map(({ id }) => id),
    chains.map(({ person }) => person),
    Math.ceil(perRound.seals / chains.length),
    perRound.seals,
  ],
})

const oldMails = `with made as materialized (select uuidv7(- interval '3 years') as id, now() - interval '3 years' as at
    from generate_series(1, ${perRound.deletions}))
  insert into mail_delivery (id, kind, message_id, sender, recipient, subject, body_text, body_html, status, attempts,
      rendered_at, sent_at)
    select id, 'mail.request-sent', '<' || id || '@entente.example>', 'no-reply@entente.example', 'a@customer.example',
      '', '', '', 'sent', 1, at, at from made`

async function sizeOf(url: string): Promise<string> {
  const [row] = await query<{ size: string }>(
    url,
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  )
  return row?.size ?? ''
}
