// Two clouds side by side, the second one with the first one's keys by mistake: what one cloud gave out is worthless in the other.
import { linkToken } from '@entente/auth/link-token'
import { cloudOf } from '@entente/clouds/clouds'
import { fixtureKid } from '@entente/db/testing/fixtures'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { generousLimits, givenWorld, keyring, refusalFrom, tokenOf } from '../../testing/index.ts'

const [world, other] = [
  await givenWorld({ limits: generousLimits }),
  await givenWorld({ limits: generousLimits }),
]
other.services.cloud = cloudOf('germany')
const [partner, customer] = [await world.partner(), await world.customer()]
/** A partner of the other cloud whose link's row has the same id: a copied row opens nothing either. */
const copy = await other.partner()
await other.asOwner('update relationship_link set id = $1 where id = $2', [
  partner.links.withPrivileges,
  copy.links.withPrivileges,
])

test('S20 R-054 a link opens in its own cloud alone, and the other one answers as for a link that never was', async () => {
  const token = tokenOf(partner, { withPrivileges: true })
  const own = await world.caller().invitation.card({ token })
  expect(own.partner.legalName).toBe(partner.legalName)
  const unknown = await refusalFrom(other.caller().invitation.card({ token }))
  expect(unknown).toEqual(await refusalFrom(other.caller().invitation.card({ token: 'never' })))
  expect(unknown).toEqual({ code: 'link_unknown' })
  // With the other cloud's name in it, the same key and the same row make a link that opens: the cloud alone kept it shut.
  const named = { cloud: 'germany', kind: 'relationship', kid: fixtureKid, version: 1 } as const
  const theirs = linkToken(keyring.link, { ...named, id: partner.links.withPrivileges })
  expect((await other.caller().invitation.card({ token: theirs })).partner.legalName).toBe(copy.legalName)
})

test('S20 a session of one cloud is nobody in the other', async () => {
  const token = await world.tokenFor(customer.person)
  expect((await world.caller({ token }).session.current())?.account.id).toBe(customer.person.id)
  const stranger = other.caller({ token, site: 'customer' })
  expect(await stranger.session.current()).toBeNull()
  expect((await refusalFrom(stranger.partnerRelationships.list({}))).code).toBe('not_signed_in')
})

test('S20 a mailed link for one password opens in its own cloud alone', async () => {
  const [row] = await world.asOwner<{ email: string }>('select email from auth.account where id = $1', [
    customer.person.id,
  ])
  const email = row?.email ?? ''
  await world.caller({ site: 'customer' }).account.requestReset({ email, ...once() })
  const token = await world.oneTimeToken('reset', email)
  const status = (api: ReturnType<typeof world.caller>) => api.account.resetStatus({ token })
  await status(world.caller({ site: 'customer' }))
  expect((await refusalFrom(status(other.caller({ site: 'customer' })))).code).toBe('one_time_link_unknown')
})
