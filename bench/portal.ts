import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { migrate } from '@entente/db/core/migrate'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { build, buildPage } from './build.ts'
import { givenList, pageQuery } from './customers.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, rate } from './load.ts'
import { during } from './profile.ts'
import { perSecond } from './rows.ts'
import { siteSecrets, startApi, startServer, startSite } from './servers.ts'
import { asRole } from './world.ts'

const clients = 8
const rounds = 5
const customers = 1000

/**
 * How fast is the list of 50 customers, over the API and as the portal's page? Compares the API with a bare Hono route that checks
 * the session in one statement and runs the same page query, and the page with a bare SvelteKit page that renders the
 * same 50 rows from that query.
 */
export const portal: Bench = ({ sizes: [perRound = 400], profile }) =>
  inLab(async (server, folder) => {
    build('@entente/partner-portal')
    buildPage('customer-page')
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    await migrate(server.url(), 'global')
    const urls = { owner: server.url(), api: asRole(server.url(), 'entente_api') }
    const owner = new pg.Client(urls.owner)
    await owner.connect()
    // Skips the foreign key check of each row.
    await owner.query('set session_replication_role = replica')
    const list = await givenList(owner, urls.api, readKeyring(keysFile).link.newest, customers)
    await owner.query('vacuum analyze')
    await owner.end()

    const api = await startApi({ urls, keysFile }, profile)
    const bare = { DATABASE_URL: urls.owner, PAGE_QUERY: pageQuery, PARTNER_ID: list.id }
    const route = await startServer('list-route.ts', bare)
    const site = await startSite(
      '../apps/partner-portal/server.ts',
      '/customers',
      {
        ...{ CLOUD: 'global', API_URL: api.url, SITE_SECRET: siteSecrets.partner },
        ...{ PARTNER_URL: 'http://localhost:1', CUSTOMER_URL: 'http://localhost:2' },
        REQUESTS_PER_MINUTE: '1000000',
      },
      { flags: profile?.flags('site'), headers: { cookie: `entente-global-partner=${list.token}` } },
    )
    const page = await startSite('customer-page/build/index.js', '/', bare)
    try {
      const requests = [...Array(perRound).keys()]
      const authorization = { authorization: `Bearer ${list.token}` }
      const lists = await inTurns(
        rounds,
        () =>
          during(profile, urls.owner, () =>
            fire(clients, requests, async () => void (await api.customers(list.token, { limit: 50 }))),
          ),
        () => fire(clients, requests, async () => void (await route.get('/customers', authorization))),
      )
      const pages = await inTurns(
        rounds,
        () => during(profile, urls.owner, () => fire(clients, requests, () => site.get())),
        () => fire(clients, requests, () => page.get()),
      )
      const row = (
        what: string,
        reference: string,
        { ours, ratio, ...turns }: typeof lists,
        atLeast: number,
      ) => ({
        what: `${what}, ${clients} clients`,
        figure: perSecond(ours(rate)),
        reference: `${perSecond(turns.reference(rate))} ${reference}`,
        value: ratio(rate),
        unit: 'x' as const,
        target: { atLeast },
      })
      return [
        row('list of 50 customers over the API', 'bare Hono route', lists, 0.5),
        row('Customers page of the portal', 'bare SvelteKit page', pages, 0.4),
      ]
    } finally {
      await Promise.all([site.stop(), page.stop(), route.stop()])
      await api.stop()
    }
  })
