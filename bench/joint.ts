import { randomUUID } from 'node:crypto'
import { readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { givenPartner, givenPartnership } from '@entente/db/testing/fixtures'
import { acceptBody } from './accept.ts'
import type { Bench } from './bench.ts'
import { customerSite } from './customer-site.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, p50, p99 } from './load.ts'
import { milliseconds } from './rows.ts'
import { startApi } from './servers.ts'
import { prepare, type World } from './world.ts'

const rounds = 5

/**
 * What does the second party cost? A joint acceptance authorises a reseller and its provider in one act; in turns with an
 * acceptance for one partner, through the same API, one client, every customer new.
 */
export const joint: Bench = ({ sizes: [each = 100] }) =>
  inLab(async (server, folder) => {
    const world = await prepare(server.url(), folder, 2 * each * (rounds + 1))
    const jointToken = await givenJointLink(world)
    const api = await startApi(world)
    try {
      const site = customerSite(api.url)
      const waiting = [...world.sessionTokens]
      const accept = (token: string) => () =>
        fire(1, waiting.splice(0, each), async (session) => {
          const body = { ...acceptBody(token), idempotencyKey: randomUUID() }
          await site.mutate('invitation.accept', session, body)
        })
      const { ours, reference, ratio } = await inTurns(rounds, accept(jointToken), accept(world.token))
      return [
        {
          what: 'accept for reseller and provider, p50',
          figure: milliseconds(ours(p50)),
          reference: `${milliseconds(reference(p50))} for one partner`,
          value: ratio(p50),
          unit: 'x',
        },
        {
          what: 'accept for reseller and provider, p99',
          figure: milliseconds(ours(p99)),
          reference: `${milliseconds(reference(p99))} for one partner`,
          value: ratio(p99),
          unit: 'x',
        },
      ]
    } finally {
      await api.stop()
    }
  })

/** A reseller and its provider; returns the token of their link with privileges. */
async function givenJointLink({ keysFile, urls }: World): Promise<string> {
  const keyring = readKeyring(keysFile)
  const kid = keyring.link.newest
  const database = openDatabase({ url: urls.api, connectionsMax: 1 })
  const [reseller, provider] = [
    await givenPartner(database, { kind: 'indirect_reseller', kid }),
    await givenPartner(database, { kind: 'indirect_provider', kid }),
  ]
  const { links } = await givenPartnership(database, { reseller, provider, kid })
  await closeDatabase(database)
  return linkToken(keyring.link, {
    ...{ cloud: 'global', kind: 'relationship', id: links.withPrivileges, kid, version: 1 },
  })
}
