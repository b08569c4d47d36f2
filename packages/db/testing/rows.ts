import type { Id } from '@entente/domain/core/id'
import { newId } from '../src/core/new-id.ts'
import { givenCustomer, givenPartner } from './fixtures.ts'
import type { TestDatabase } from './index.ts'
import { insertRow } from './tables.ts'

/** Creates a partner and a customer with one row in every table that can name them, inserted past every policy. */
export async function givenRowsOfAllKinds(database: TestDatabase) {
  const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
  const ids = { relationship: newId(), request: newId(), acceptance: newId() }
  const insert = (table: string, row: Record<string, unknown>) => insertRow(database, table, row)
  const now = new Date()
  const between = { customer_id: customer.id, partner_id: partner.id }
  await insert('relationship', {
    ...{
      id: ids.relationship,
      ...between,
      status: 'active',
      origin: 'acceptance',
      since: now,
    },
    ...{ customer_name: 'x', customer_country: 'DE', sort_key: 'x', change_id: newId() },
  })
  await insert('relationship_term', { ...between, term: 'x', relationship_id: ids.relationship })
  await insert('acceptance', {
    ...{ id: ids.acceptance, ...between, link_id: partner.links.plain, change: 'create', agreement: 'x' },
    ...{ version: '1', language: 'en', accepted_by: customer.person.id, accepted_at: now },
  })
  await insert('agreement_renewal', {
    ...{ id: newId(), customer_id: customer.id, agreement: 'x', version: '2', language: 'en' },
    ...{ accepted_by: customer.person.id, accepted_at: now },
  })
  await insert('admin_grant', {
    ...{ id: newId(), ...between, acceptance_id: ids.acceptance, service: 'azure' },
    ...{ granted_at: now, granted_by: customer.person.id },
  })
  const accessId = newId()
  await insert('access_record', {
    ...{ id: accessId, ...between, account_id: partner.person.id, account_name: 'x' },
    ...{ act: 'customer_services.open', service: 'azure', at: now },
  })
  await insert('redeemed_hand_over', {
    ...{ access_id: accessId, partner_id: partner.id, account_id: partner.person.id, redeemed_at: now },
  })
  const request = { id: newId(), note: newId(), document: newId() }
  const ofRequest = { service_request_id: request.id, partner_id: partner.id }
  await insert('service_request', {
    ...{
      id: request.id,
      ...between,
      relationship_id: ids.relationship,
      service: 'azure',
      severity: 'minimal',
    },
    ...{ title: 'x', status: 'open', channel: 'portal', requested_by: partner.person.id },
    ...{ opened_at: now, changed_at: now },
  })
  await insert('service_request_note', {
    ...{ id: request.note, ...ofRequest, event: 'opened', text: 'x', written_by: partner.person.id, at: now },
  })
  await insert('service_request_document', {
    ...{ id: request.document, note_id: request.note, ...ofRequest, file_name: 'x', media_type: 'image/png' },
    ...{ size: 1, sha256: Buffer.alloc(32), uploaded_by: partner.person.id },
  })
  await insert('service_request_document_content', {
    ...{ document_id: request.document, partner_id: partner.id, content: Buffer.alloc(1) },
  })
  await insert('access_rule', { customer_id: customer.id, reason: 'off', changed_at: now })
  await insert('relationship_removal', {
    ...{ id: newId(), ...between, relationship_id: ids.relationship, attestation: '1', language: 'en' },
    ...{ services: ['azure'], privileges: 'keep', removed_by: partner.person.id, removed_at: now },
  })
  await insert('agreement_attestation', {
    ...{ id: newId(), ...between, relationship_id: ids.relationship, agreement: 'x', version: '1' },
    ...{ first_name: 'x', last_name: 'x', email: 'a@b.example', language: 'en', agreed_on: now },
    ...{ attested_by: partner.person.id, attested_at: now },
  })
  const [offer_id, subscription_id] = [newId(), newId()]
  const sold = { subscription_id, ...between }
  await insert('offer', {
    ...{ id: offer_id, code: offer_id, name: 'x', service: 'azure', seats_min: 1, seats_max: 9 },
    ...{ self_service: false, imported_at: now },
  })
  await insert('subscription', {
    ...{ id: subscription_id, ...between, relationship_id: ids.relationship, offer_id, quantity: 1 },
    ...{ term: 'P1M', status: 'pending', created_at: now },
  })
  await insert('subscription_order', {
    ...{ id: newId(), ...sold, kind: 'create', status: 'pending', quantity_before: 0, quantity_after: 1 },
    ...{ offer_after: offer_id, term_after: 'P1M', currency: 'EUR', unit_price: 1, ordered_at: now },
    ...{ ordered_for: partner.id, ordered_by: partner.person.id },
  })
  const statement_id = newId()
  await insert('statement', {
    ...{ id: statement_id, ...between, relationship_id: ids.relationship, month: '2027-01', currency: 'EUR' },
    ...{ customer_name: 'x', total: 1, made_at: now },
  })
  await insert('statement_line', {
    ...{ statement_id, subscription_id, partner_id: partner.id, source: 'x', position: 0, kind: 'renewal' },
    ...{ offer: 'x', at: now, until: now, seats: 1, unit_price: 1, days: 1, term_days: 1, amount: 1 },
  })
  await insert('purchase_permission', {
    ...{ relationship_id: ids.relationship, ...between, is_on: true },
    ...{ changed_by: partner.person.id, changed_at: now },
  })
  await insert('relationship_decline', {
    ...{ id: newId(), ...between, link_id: partner.links.plain, declined_by: customer.person.id },
    ...{ partner_told: false, declined_at: now },
  })
  await insert('relationship_request', {
    ...{
      id: ids.request,
      partner_id: partner.id,
      link_id: partner.links.plain,
      kind: 'sent',
      author_id: partner.person.id,
    },
    ...{ author_name: 'x', subject: 'x', body: 'x', language: 'en', with_privileges: false, created_at: now },
  })
  const recipient = { id: newId(), partner_id: partner.id, request_id: ids.request, address: 'a@b.example' }
  await insert('request_recipient', { ...recipient, status: 'queued', status_at: now })
  await insert('request_draft', {
    ...{
      id: newId(),
      partner_id: partner.id,
      version: 1,
      edits: {},
      saved_by: partner.person.id,
      saved_at: now,
    },
  })
  await insert('request_outcome', {
    id: newId(),
    partner_id: partner.id,
    kind: 'declined',
    customer_name: 'x',
    occurred_at: now,
  })
  await insert('send_allowance', { partner_id: partner.id, subject: 'x', used: 1, last_at: now })
  for (const organisation_id of [partner.id, customer.id]) {
    const audit = newId()
    const record = {
      id: audit,
      organisation_id,
      request_id: newId(),
      actor_roles: [],
      action: 'x',
      payload: '{}',
    }
    await insert('audit_record', { ...record, payload_digest: Buffer.alloc(32), occurred_at: now })
    const seal = { organisation_id, position: 1, audit_id: audit, hash: Buffer.alloc(32), sealed_at: now }
    await insert('audit_seal', seal)
  }
  await insert('outbox', { id: newId(), name: 'x', data: '{}', created_at: now })
  const key = { actor: partner.person.id, procedure: 'x', key: newId(), input_hash: Buffer.alloc(32) }
  await insert('idempotency', { ...key, created_at: now })
  return { partner, customer }
}

/** Removes a relationship as its partner would, past every policy and without audit. */
export const removeAsOwner = (
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  relationshipId: string,
): Promise<unknown> =>
  asOwner(
    `with removal as (insert into relationship_removal (id, relationship_id, customer_id, partner_id, attestation, language,
      services, privileges, removed_by, removed_at)
    select gen_random_uuid(), id, customer_id, partner_id, '1', 'en', services, 'keep',
      (select account_id from auth.membership where organisation_id = partner_id limit 1), now()
    from relationship where id = $1 returning id, relationship_id)
    update relationship set status = 'removed', removal_id = removal.id from removal where relationship.id = relationship_id`,
    [relationshipId],
  )

/** Brings a removed relationship back, as an acceptance would. */
export const reinstateAsOwner = (
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  relationshipId: string,
): Promise<unknown> =>
  asOwner(`update relationship set status = 'active', removal_id = null where id = $1`, [relationshipId])

/** A customer that a partner has without an acceptance, as one that it added itself; returns the relationship. */
export async function addAsOwner(
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  partnerId: string,
  customerId: string,
): Promise<Id<'relationship'>> {
  const id = newId<'relationship'>()
  await asOwner(
    `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country, sort_key,
      change_id) select $1, o.id, $2, 'active', 'acceptance', now(), o.legal_name, o.country, o.legal_name, gen_random_uuid()
    from organisation o where o.id = $3`,
    [id, partnerId, customerId],
  )
  return id
}
