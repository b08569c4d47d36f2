import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import type { Id } from '@entente/domain/core/id'
import { cloud, keyring, type World } from './index.ts'

type Partner = { id: Id<'organisation'> }
type Link = { id: Id<'one_time_link'>; kid: string; version: number }

/** What is told of a customer in a referral. */
export const referred = {
  ...{ company: 'Contoso Referral AG', country: 'DE', name: 'Ada Lovelace', phone: '' },
  ...{ email: 'ada@referred.example', message: 'We move 80 mailboxes.' },
}

/** Shows a partner in the directory of business profiles. */
export const givenProfile = (world: World, { id }: Partner) =>
  world.asOwner(
    `insert into business_profile (partner_id, description, services, saved_at, published_at)
    values ($1, 'We move offices.', '{}', now(), now()) on conflict (partner_id) do update set published_at = now()`,
    [id],
  )

/** A referral by an operator that waits for the partner's answer. */
export async function givenReferral(world: World, partner: Partner): Promise<{ id: Id<'referral'> }> {
  await givenProfile(world, partner)
  const operator = await world.as(await world.operator())
  const made = { ...referred, partnerId: partner.id, idempotencyKey: randomUUID() }
  return { id: (await operator.operatorReferrals.refer(made)).id }
}

/** The token of the newest mail that asks who wrote to a partner in the directory. */
export async function referralTokenOf(world: World, { id: partnerId }: Partner): Promise<string> {
  const [row] = await world.asOwner<Link>(
    `select id, kid, version from auth.one_time_link where kind = 'referral' and organisation_id = $1
    order by id desc limit 1`,
    [partnerId],
  )
  if (!row) throw new Error('No link was made.')
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'referral', ...row })
}
