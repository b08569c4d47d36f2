import { newId } from '../src/core/new-id.ts'
import type { AgedRows } from './aged-rows.ts'
import { givenPerson } from './fixtures.ts'
import type { TestDatabase } from './index.ts'
import { givenApplicationWith } from './named-application.ts'

/** Creates a person whose name or address stands in every personal column that there is. */
export async function givenNamedPerson(database: TestDatabase, rows: AgedRows) {
  const { partner, customer, relationshipId, now, insert, given } = rows
  const { id, membershipId } = await givenPerson(database.api, {
    organisationId: partner.id,
    audience: 'partner',
    roles: ['admin_agent'],
  })
  const [name, email] = ['Zora Quill (née O’Hara)', 'zora.quill@partner.example']
  await database.asOwner(
    `update auth.account set name = $2, email = $3, locale = 'quill', time_zone = 'quill', sort_key = 'quill',
      terms = 'quill', terms_version = -1 where id = $1`,
    [id, name, email],
  )
  const session = newId()
  await given.session(new Date(Date.now() + 3_600_000), null, session)
  await database.asOwner(
    `update auth.session set account_id = $1, membership_id = $2, device = 'Quill' where id = $3`,
    [id, membershipId, session],
  )
  await insert('auth.waiting_choice', {
    ...{ id: newId(), session_id: session, form: { note: name }, created_at: now, expires_at: new Date() },
  })
  await insert('auth.second_factor', {
    id: newId(),
    account_id: id,
    kid: 'k1',
    secret: Buffer.from('Quill'),
    created_at: now,
  })
  await given.operatorRequest(new Date(Date.now() + 3_600_000), {
    target_id: id,
    reason: `${name} called.`,
  })
  const code = { id: newId(), account_id: id, code_hash: Buffer.from('Quill'), created_at: now }
  await insert('auth.recovery_code', code)
  const at = { organisation_id: partner.id, issuer: 'https://login.example', client_id: 'entente' }
  await insert('auth.partner_directory', { ...at, kid: 'k1', secret: Buffer.from('x'), updated_at: now })
  await insert('auth.directory_identity', { ...at, subject: 'Quill', account_id: id, bound_at: now })
  await insert('auth.operator_identity', {
    ...{ issuer: at.issuer, client_id: 'entente', subject: 'Quill', account_id: id, bound_at: now },
  })
  await given.link('reset', now, new Date(Date.now() + 3_600_000))
  await database.asOwner(`update auth.one_time_link set details = $1 where kind = 'reset'`, [{ email, name }])
  await insert('auth.rate_limit', { key: `resetOfAccount:partner|${email}`, points: 1, expire: 0 })
  await insert('idempotency', {
    ...{ actor: 'quill', procedure: 'y', key: newId(), input_hash: Buffer.alloc(1), created_at: now },
    result: { people: [{ name }] },
  })
  const own = await given.request(now, {
    author_id: id,
    author_name: name,
    body: `Yours\n${name}`,
    paragraphs: JSON.stringify([{ kind: 'text', text: `Yours\n${name}`, template: `From ${name}` }]),
    ...{ template_subject: `${name} asks`, prepared_for: name },
  })
  const mine = await given.request(now, { subject: `For ${name}`, body: `Dear ${name}` })
  await given.recipient(mine, { address: email, status: 'queued', reference: name })
  await insert('customer_export', {
    ...{
      id: newId(),
      partner_id: partner.id,
      asked_by: id,
      asked_at: now,
      language: 'en',
      wish: { search: name },
    },
  })
  const kept = { id: newId(), organisation_id: partner.id, asked_by: id, asked_at: now }
  await insert('tenant_export', kept)
  await insert('tenant_export_part', {
    ...{ export_id: kept.id, organisation_id: partner.id, number: 0, lines: `{"name":"${name}"}` },
  })
  await insert('customer_view', {
    ...{ id: newId(), partner_id: partner.id, account_id: id, name, query: 'country=DE', saved_at: now },
  })
  await insert('request_draft', {
    ...{ id: newId(), partner_id: partner.id, version: 1, saved_by: partner.person.id, saved_at: now },
    edits: { subject: name, recipients: email.toUpperCase() },
  })
  const profile = { contact_name: name, contact_email: email, legal_name: 'Kept' }
  await database.asOwner(
    `update partner_profile set contact_name = $2, contact_email = $3, before_change = $4 where organisation_id = $1`,
    [partner.id, name, email, profile],
  )
  await insert('provider_entry', {
    ...{ partner_id: partner.id, countries: ['DE'], services: [], languages: ['de'] },
    ...{
      region: '',
      programmes: '',
      support_level: '',
      conditions: '',
      contact_website: '',
      saved_at: now,
    },
    ...{ contact_email: email.toUpperCase(), contact_phone: '+1 Quill' },
  })
  await given.access(now, { account_id: id, account_name: name, reason: `Ask ${name}`, terms: 'quill' })
  const allowance = { partner_id: partner.id, subject: `to:${email}`, used: 1, last_at: now }
  await insert('send_allowance', allowance)
  const mails = [await given.mail(now, 'sent'), await given.mail(now, 'rendered')]
  await database.asOwner('update mail_delivery set body_text = $1, reply_to = $2 where id = any($3)', [
    ...[`${name} asks you.`, `"Z" <${email}>`, mails],
  ])
  const toPerson = await given.mail(now, 'rendered')
  await database.asOwner('update mail_delivery set recipient = $1 where id = $2', [email, toPerson])
  await insert('deauthorisation_notice', {
    ...{
      id: newId(),
      partner_id: partner.id,
      reason: `${name} left.`,
      announced_by: id,
      announced_at: now,
    },
    ends_at: new Date(now.getTime() + 86_400_000),
  })
  await insert('agreement_attestation', {
    ...{ id: newId(), relationship_id: relationshipId, customer_id: customer.id, partner_id: partner.id },
    ...{ agreement: 'x', version: '1', first_name: name, last_name: name, email, language: 'en' },
    ...{ agreed_on: now, attested_by: partner.person.id, attested_at: now },
  })
  const importId = newId<'customer_import'>()
  await insert('customer_import', {
    ...{ id: importId, partner_id: partner.id, kind: 'invite', state: 'checked', file_name: 'a.csv' },
    ...{ columns: ['name', 'email'], mapping: { email: 1 }, language: 'en', total: 1, created_at: now },
    ...{ author_id: id, author_name: name },
  })
  await insert('customer_import_row', {
    ...{ import_id: importId, partner_id: partner.id, row: 1, fields: [name, email], state: 'good' },
    ...{ key: `mail:${email}`, item: { kind: 'invite', email, reference: name } },
  })
  const endRequestId = newId<'end_request'>()
  await insert('end_request', {
    ...{
      id: endRequestId,
      customer_id: customer.id,
      partner_id: partner.id,
      status: 'settled',
      outcome: 'continues',
    },
    ...{ relationship_id: relationshipId, asked_by: customer.person.id, asked_at: now, deadline: now },
    ...{ answered_by: partner.person.id, answered_at: now, settled_by: id, settled_at: now },
    ...{ reason: `${name} left.`, answer: `Ask ${name}.`, told: `${name} called.` },
  })
  await insert('security_contact', {
    ...{
      id: newId(),
      customer_id: customer.id,
      email,
      locale: 'Quill',
      state: 'confirmed',
      confirmed_at: now,
    },
    ...{ asked_by: customer.person.id, asked_at: now },
  })
  await insert('renegotiation', {
    ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, relationship_id: relationshipId },
    ...{ text: `${name} agreed.`, stated_by: 'partner', partner_person: partner.person.id, stated_at: now },
    status: 'stated',
  })
  await insert('end_request_note', {
    ...{
      id: newId(),
      end_request_id: endRequestId,
      text: `${name} called.`,
      written_by: id,
      written_at: now,
    },
  })
  await insert('customer_user', {
    ...{ id: newId(), customer_id: customer.id, user_name: email, display_name: name, status: 'active' },
    ...{ created_at: now, changed_at: now, sort_key: 'quill', terms: 'quill', terms_version: 1 },
  })
  await insert('provisioning', {
    ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, relationship_id: relationshipId },
    ...{ kind: 'user.create', subject: newId(), requested_at: now, payload: { name, mail: email } },
  })
  const referral = newId()
  await insert('referral', {
    ...{ id: referral, partner_id: partner.id, source: 'directory', company: 'Fabrikam', country: 'DE' },
    ...{ message: `Ask ${name}.`, status: 'new', created_at: now, deadline: now },
  })
  await insert('referral_contact', {
    ...{ referral_id: referral, partner_id: partner.id, name, email, phone: '+1 Quill', locale: 'Quill' },
  })
  await insert('customer_profile', {
    ...{ customer_id: customer.id, part: 'company', language: 'en', address_line1: 'Quay 1', version: 1 },
    ...{ contact_name: name, contact_email: email, contact_phone: '+1 Quill', changed_at: now },
  })
  const [serviceRequest, said, file] = [newId(), newId(), newId()]
  const ofRequest = { service_request_id: serviceRequest, partner_id: partner.id }
  await insert('service_request', {
    ...{
      id: serviceRequest,
      relationship_id: relationshipId,
      customer_id: customer.id,
      partner_id: partner.id,
    },
    ...{
      service: 'azure',
      severity: 'minimal',
      title: `${name} cannot sign in`,
      status: 'open',
      channel: 'portal',
    },
    ...{ requested_by: partner.person.id, opened_at: now, changed_at: now, terms: "'Quill':1" },
  })
  await insert('service_request_note', {
    ...{
      id: said,
      ...ofRequest,
      event: 'opened',
      text: `Ask ${name}.`,
      written_by: partner.person.id,
      at: now,
    },
  })
  await insert('service_request_document', {
    ...{ id: file, note_id: said, ...ofRequest, file_name: `${name}.pdf`, media_type: 'application/pdf' },
    ...{ size: 5, sha256: Buffer.alloc(32), uploaded_by: partner.person.id },
  })
  await insert('service_request_document_content', {
    ...{ document_id: file, partner_id: partner.id, content: Buffer.from('Quill') },
  })
  await given.audit(partner.id, new Date(), { invited: { name } })
  await given.audit(partner.id, new Date(), { reason: `Suspended, because ${name} left.` })
  await given.audit(partner.id, new Date(), { accountId: id, reason: 'She asked for it.' })
  await given.audit(customer.id, new Date(), { text: `by <${email}>` })
  await given.audit(partner.id, new Date(), { role: 'x' }, id)
  await given.audit(partner.id, new Date(), { other: 'stays' })
  const application = await givenApplicationWith(database, rows, { id, name, email })
  await database.asOwner(`update auth.credential set password_hash = 'Quill' where account_id = $1`, [id])
  await database.asOwner(
    'update mail_delivery set failure = $1, subject = $2, body_html = body_text where id = $3',
    [`550 <${email}>: unknown`, `From ${name}`, mails[0]],
  )
  return { id, membershipId, name, email, session, own, mine, mails, application }
}
