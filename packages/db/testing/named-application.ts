import { newId } from '../src/core/new-id.ts'
import type { AgedRows } from './aged-rows.ts'
import { givenPartner } from './fixtures.ts'
import type { TestDatabase } from './index.ts'

/** An application with its review, in which the person stands wherever somebody may. */
export async function givenApplicationWith(
  database: TestDatabase,
  { partner, now, insert }: AgedRows,
  { id, name, email }: { id: string; name: string; email: string },
) {
  const { id: organisation_id } = await givenPartner(database.api, { status: 'enrolling' })
  await database.asOwner(
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select uuidv7(), id, audience, $1, 'active', '{}', now() from auth.account where id = any($2)`,
    [organisation_id, [id, partner.person.id]],
  )
  await database.asOwner('update enrolment set reason = $2 where organisation_id = $1', [
    ...[organisation_id, `Ask ${name}.`],
  ])
  await database.asOwner(
    `update partner_profile set contact_name = $2, contact_email = $3, contact_phone = '+1 Quill', support_email = $3,
      support_phone = '+1 Quill', before_change = $4 where organisation_id = $1`,
    [organisation_id, name, email, { contact_name: name, contact_email: email }],
  )
  const seen = { contactName: name, contactEmail: email, documents: [] }
  const check = { organisation_id, result: 'passed', recorded_at: now }
  await insert('enrolment_check', { ...check, name: 'profile', note: `${name} called.` })
  await insert('enrolment_check', { ...check, name: 'phone_challenge', note: `See ${email}.`, seen })
  await insert('enrolment_event', {
    ...{ id: newId(), organisation_id, event: 'start_review', state: 'in_review', actor_side: 'operator' },
    ...{ note: `Thank you, ${name}.`, at: now },
  })
  const file = {
    kind: 'identity',
    media_type: 'application/pdf',
    size: 1,
    sha256: Buffer.alloc(1),
    uploaded_at: now,
  }
  const document = async (changes: Record<string, unknown>, content?: string) => {
    const document_id = newId()
    await insert('enrolment_document', { id: document_id, organisation_id, ...file, ...changes })
    if (content)
      await insert('enrolment_document_content', {
        organisation_id,
        document_id,
        content: Buffer.from(content),
      })
    return document_id
  }
  const other = { uploaded_by: partner.person.id }
  const inFolder = await document({ uploaded_by: id, file_name: 'scan.pdf', comment: '' })
  await document(
    { ...other, file_name: `Passport_${name.replaceAll(' ', '-')}.PDF`, comment: 'hers' },
    'Zora Quill',
  )
  await document({ ...other, file_name: 'x.pdf', comment: `Of ${name}` }, 'Zora Quill')
  const stays = await document({ ...other, file_name: 'extract.pdf', comment: '' }, 'extract')
  await insert('partner_agreement', {
    ...{
      id: newId(),
      organisation_id,
      account_id: id,
      signer_name: name,
      name: 'x',
      version: '1',
      signed_at: now,
    },
  })
  await insert('directory_profile', {
    ...{ mpn_id: 'Q1', organisation_name: 'Kept', country: 'DE', status: 'active', updated_at: now },
  })
  await insert('directory_login', { user_name: email, password_hash: 'Quill', updated_at: now })
  await insert('directory_login_profile', { user_name: email, mpn_id: 'Q1' })
  return { inFolder, stays }
}
