import { gzipSync } from 'node:zlib'
import type { Bench } from './bench.ts'
import { build, buildPage } from './build.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, rate } from './load.ts'
import { during } from './profile.ts'
import { perSecond } from './rows.ts'
import { siteSecrets, startApi, startSite } from './servers.ts'
import { prepare } from './world.ts'

const clients = 8
const rounds = 5

/**
 * How fast is the page that a link opens? Visitors share it for a second, so the second figure says what a page costs that one
 * visitor opens alone. Compares the built acceptance site, with the real API and database, with an
 * empty page built with the same SvelteKit and adapter; both requested as a browser does. Also measures how much
 * JavaScript the page makes a browser fetch.
 */
export const page: Bench = ({ sizes: [perRound = 1500], profile }) =>
  inLab(async (server, folder) => {
    build('@entente/acceptance-site')
    buildPage('empty-page')
    const world = await prepare(server.url(), folder, 0)
    const api = await startApi(world, profile)
    const places = { PARTNER_URL: 'http://localhost:1', CUSTOMER_URL: 'http://localhost:2' }
    const site = await startSite(
      '../apps/acceptance-site/server.ts',
      `/invitation/${world.token}`,
      {
        CLOUD: 'global',
        API_URL: api.url,
        SITE_SECRET: siteSecrets.customer,
        ...places,
        REQUESTS_PER_MINUTE: '1000000',
      },
      { flags: profile?.flags('site') },
    )
    const empty = await startSite('empty-page/build/index.js', '/')
    try {
      const requests = [...Array(perRound).keys()]
      let round = 0
      const results = await inTurns(
        rounds,
        () => during(profile, world.urls.owner, () => fire(clients, requests, () => site.get())),
        () => fire(clients, requests, () => empty.get()),
        () => fire(clients, requests, (number) => site.get(`?visit=${round++}-${number}`)),
      )
      const kiloBytes = (await scriptBytes(site.url)) / 1000
      return [
        {
          what: `acceptance page, ${clients} clients`,
          figure: perSecond(results.ours(rate)),
          reference: `${perSecond(results.reference(rate))} empty SvelteKit page`,
          value: results.ratio(rate),
          unit: 'x',
          target: { atLeast: 0.35 },
        },
        {
          what: `acceptance page that nobody else opened within a second, ${clients} clients`,
          figure: perSecond(results.reference(rate, 1)),
          reference: `${perSecond(results.reference(rate))} empty SvelteKit page`,
          value: results.reference(rate, 1) / results.reference(rate),
          unit: 'x',
        },
        {
          what: 'acceptance page, JavaScript compressed',
          figure: `${kiloBytes.toFixed(1)} kB`,
          reference: `${((await scriptBytes(empty.url)) / 1000).toFixed(1)} kB empty SvelteKit page`,
          value: kiloBytes,
          unit: 'kB',
          target: { atMost: 60 },
        },
      ]
    } finally {
      await Promise.all([site.stop(), empty.stop()])
      await api.stop()
    }
  })

/** The size of all scripts that a page loads, imports included, each compressed as it is served. */
async function scriptBytes(page: string): Promise<number> {
  const known = new Set<string>()
  const sizeOf = async (text: string, base: string): Promise<number> => {
    let bytes = 0
    for (const [, name = ''] of text.matchAll(/["'`]([^"'`\s]+\.js)["'`]/g)) {
      const url = new URL(name, base).href
      if (known.has(url)) continue
      known.add(url)
      const answer = await fetch(url)
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
      const script = await answer.text()
      bytes += gzipSync(script).length + (await sizeOf(script, url))
    }
    return bytes
  }
  const answer = await fetch(page)
  if (!answer.ok) throw new Error(`${page} answered ${answer.status}.`)
  const html = await answer.text()
  // Inline scripts count too.
  const inline = [...html.matchAll(/<script[^>]*>([^<]+)/g)].map(([, script = '']) => script).join('\n')
  return (inline === '' ? 0 : gzipSync(inline).length) + (await sizeOf(html, page))
}
