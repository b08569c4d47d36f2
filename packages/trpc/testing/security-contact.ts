import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import type { Id } from '@entente/domain/core/id'
import { cloud, type givenWorld, keyring } from './index.ts'

type World = Awaited<ReturnType<typeof givenWorld>>
type Customer = Awaited<ReturnType<World['customer']>>
type Row = { id: Id<'one_time_link'>; kid: string; version: number }

/** Names an address as the customer's global admin; returns the token that its mailbox gets. */
export async function givenSecurityContact(
  world: World,
  customer: Customer,
  email = `security@${randomUUID()}.example`,
): Promise<{ email: string; token: string }> {
  const admin = await world.as(customer.person)
  await admin.securityContact.name({ email, idempotencyKey: randomUUID() })
  const [row] = await world.asOwner<Row>(
    `select id, kid, version from auth.one_time_link
    where kind = 'security_contact' and organisation_id = $1 order by id desc limit 1`,
    [customer.id],
  )
  if (!row) throw new Error('No link was made.')
  return { email, token: linkToken(keyring.link, { cloud: cloud.id, kind: 'security_contact', ...row }) }
}
