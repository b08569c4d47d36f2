import { randomUUID } from 'node:crypto'
import { readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { givenPartner } from '@entente/db/testing/fixtures'
import { acceptBody } from './accept.ts'
import type { Bench } from './bench.ts'
import { customerSite } from './customer-site.ts'
import { inLab, query } from './lab.ts'
import { fire, p50, p99, type Round } from './load.ts'
import { milliseconds, type Row } from './rows.ts'
import { startApi } from './servers.ts'
import { prepare, type World } from './world.ts'

const pageSize = 100

/**
 * How fast is **Partner relationships** of a customer with 200 partners? Reads a page of the matrix, a filtered one and a
 * search over HTTP, one client.
 */
export const matrix: Bench = ({ sizes: [count = 200, times = 100] }) =>
  inLab(async (server, folder) => {
    const world = await prepare(server.url(), folder, 1)
    const [session = ''] = world.sessionTokens
    const links = await givenLinks(world, count)
    const api = await startApi(world)
    try {
      const site = customerSite(api.url)
      for (const token of [...links, world.token]) {
        // Only the world's own partner holds privileges: one service has one holder.
        const services = token === world.token ? acceptBody(token).services : []
        const body = { ...acceptBody(token), services, idempotencyKey: randomUUID() }
        await site.mutate('invitation.accept', session, body)
      }
      await query(world.urls.owner, 'vacuum analyze')
      const read = async (wish: object): Promise<Round> => {
        const measure = (often: number) =>
          fire(1, [...Array(often).keys()], async () => {
            const page = await site.query('partnerRelationships.list', session, { limit: pageSize, ...wish })
            if ((page as { partners: object[] }).partners.length === 0) throw new Error('The page is empty.')
          })
        await measure(10)
        return measure(times)
      }
      return [
        row(`matrix, ${pageSize} of ${count} partners`, await read({})),
        row(`matrix, partners with privileges of ${count}`, await read({ state: 'holding' })),
        row(`matrix, search in ${count}`, await read({ search: 'partner 19' })),
      ]
    } finally {
      await api.stop()
    }
  })

const row = (what: string, round: Round): Row => ({
  what,
  figure: `p50 ${milliseconds(p50(round))}, p99 ${milliseconds(p99(round))}`,
  value: p99(round) / 1000,
  unit: 's',
  target: { atMost: 0.3 },
})

/** Partners; returns the tokens of their links without privileges. */
async function givenLinks({ keysFile, urls }: World, count: number): Promise<string[]> {
  const keyring = readKeyring(keysFile)
  const kid = keyring.link.newest
  const database = openDatabase({ url: urls.api, connectionsMax: 1 })
  const tokens = []
  for (let at = 1; at < count; at++) {
    const { links } = await givenPartner(database, { kid })
    tokens.push(
      linkToken(keyring.link, { cloud: 'global', kind: 'relationship', id: links.plain, kid, version: 1 }),
    )
  }
  await closeDatabase(database)
  return tokens
}
