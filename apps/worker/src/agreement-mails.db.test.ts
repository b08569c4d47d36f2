import { newId } from '@entente/db/core/new-id'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import { addAsOwner } from '@entente/db/testing/rows'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

test('M-11 tells the person whom a partner named, in the language of the attestation, once', async () => {
  const [partner, customer] = [
    await givenPartner(database.api, { legalName: 'Fabrikam GmbH' }),
    await givenCustomer(database.api, { legalName: 'Contoso AG' }),
  ]
  const relationshipId = await addAsOwner(database, partner.id, customer.id)
  const attestationId = newId() as Id<'attestation'>
  await database.asOwner(
    `insert into agreement_attestation (id, relationship_id, customer_id, partner_id, agreement, version, first_name, last_name,
      email, language, agreed_on, attested_by, attested_at)
    values ($1, $2, $3, $4, 'Customer Agreement', '2020-02', 'Ada', 'Sommer', 'ada@contoso.example', 'de', '2026-01-31', $5, now())`,
    [attestationId, relationshipId, customer.id, partner.id, partner.person.id],
  )
  const job = {
    id: newId(),
    name: 'mail.agreement-attested' as const,
    data: { partnerId: partner.id, attestationId },
  }
  for (let time = 0; time < 2; time++) await run(job)
  expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([['ada@contoso.example']])
  expect(inbox.mails[0]?.text).toContain('Guten Tag Ada Sommer')
  expect(inbox.mails[0]?.text).toContain('31. Jan. 2026')
})
