import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Job } from '@entente/queue/jobs'
import { expect, test } from 'vitest'
import { givenAcceptance, givenRequest } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

/** Revokes the partner's plain link and runs every job that follows. */
async function revoke({ id: partnerId, links: { plain: linkId } }: Awaited<ReturnType<typeof givenPartner>>) {
  const rows = await database.asOwner<{ revokedAt: Date | null }>(
    'select revoked_at as "revokedAt" from relationship_link where id = $1',
    [linkId],
  )
  await database.asOwner(
    'update relationship_link set version = version + 1, revoked_at = now() where id = $1',
    [linkId],
  )
  const after = rows[0]?.revokedAt?.toISOString() ?? null
  await database.asOwner('delete from outbox')
  await run({ name: 'partner.link-revoked', data: { partnerId, linkId, after } })
  inbox.mails.length = 0
  for (const job of await database.asOwner<Job>('delete from outbox returning id, name, data')) await run(job)
  return inbox.mails
}

test('§4.6 the people whose requests a revoked link kills are told how many, once, and nobody else', async () => {
  const partner = await givenPartner(database.api)
  await givenRequest(database, partner, { createdAt: daysAgo(2) })
  await givenRequest(database, partner, { kind: 'prepared', createdAt: daysAgo(1) })
  await givenRequest(database, partner, { linkId: partner.links.withPrivileges, createdAt: daysAgo(1) })
  const [mail, ...others] = await revoke(partner)
  expect(others).toEqual([])
  expect(mail?.envelope.to).toEqual([partner.person.email])
  expect(mail?.subject).toBe('2 of your requests can no longer be accepted')
  expect(mail?.text).toContain('https://partner.example.com/requests')
  // The second revocation concerns only what was asked since the first.
  expect(await revoke(partner)).toEqual([])
})

test('§4.6 requests that every customer answered are not counted', async () => {
  const partner = await givenPartner(database.api)
  const request = await givenRequest(database, partner, { createdAt: daysAgo(1) })
  const { relationshipId } = await givenAcceptance(database, {
    partner,
    customer: await givenCustomer(database.api),
  })
  await database.asOwner(
    'update request_recipient set relationship_id = $2, accepted_at = now() where request_id = $1',
    [request.id, relationshipId],
  )
  expect(await revoke(partner)).toEqual([])
})
