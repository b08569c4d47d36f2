import { createHash, randomUUID } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { cutVersion, searchTermsOf } from '@entente/domain/core/search-words'
import { canonicalForm } from '@entente/domain/enrolment/checked-data'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { CheckResult, EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { World } from './index.ts'

type Options = {
  state?: EnrolmentState
  contact?: ContactState
  legalName?: string
  kind?: PartnerKind
  /** When it entered its state. */
  since?: Date
}

/** What every application says of its company, its address and its contact. */
const written = {
  ...{ country: 'DE', registrationNumber: 'HRB 4711' },
  ...{ addressLine1: 'Hafenstr. 1', addressLine2: null, city: 'Hamburg', region: null, postalCode: '20457' },
  ...{ contactName: 'Mara Olsen', contactPhone: '+494012345678' },
}

/** A company whose application is in a given state and filled in, and the global admin who enrols it. */
export async function givenApplication(
  world: Pick<World, 'asOwner' | 'person' | 'clock'>,
  options: Options = {},
) {
  const { state = 'in_review', contact = 'verified', kind = 'indirect_reseller' } = options
  const id = newId<'organisation'>()
  const legalName = options.legalName ?? `Applicant ${id.slice(-6)}`
  const since = options.since ?? world.clock.now()
  await world.asOwner(
    `insert into organisation (id, kind, legal_name, country, partner_kind, partner_status, created_at)
    values ($1, 'partner', $2, 'DE', $3, 'enrolling', $4)`,
    [id, legalName, kind, since],
  )
  const applicant = await world.person({
    organisationId: id,
    audience: 'partner',
    roles: ['global_admin'],
  })
  const mpn = String(Number.parseInt(id.slice(-8), 16) + 10_000)
  const membership = { mpnId: mpn, name: legalName, country: 'DE', active: true }
  await world.asOwner(
    `insert into enrolment
      (organisation_id, kind, state, applicant_id, created_at, submitted_at, state_since, mpn_id, membership)
    values ($1, $2, $3, $4, $5, $5, $5, $6, $7)`,
    [id, kind, state, applicant.id, since, mpn, JSON.stringify(membership)],
  )
  const email = `contact@${id.slice(-12)}.example`
  await world.asOwner(
    `insert into partner_profile (organisation_id, legal_name, country, registration_number, address_line1, city,
      postal_code, contact_is_applicant, contact_name, contact_email, contact_phone, contact_status, support_email,
      support_phone, updated_at, terms, terms_version)
    values ($1, $2, $6, $7, $8, $9, $10, false, $11, $3, $12, $4, 'help@example.example', '+494012345679', $5,
      array_to_tsvector($13::text[]), $14)`,
    [
      ...[id, legalName, email, contact, since, written.country, written.registrationNumber],
      ...[written.addressLine1, written.city, written.postalCode, written.contactName, written.contactPhone],
      ...[searchTermsOf(legalName), cutVersion],
    ],
  )
  return { id, legalName, applicant, email, mpn }
}

/** The two checks of R-082 of an application without documents, recorded for what it holds. */
export async function givenChecks(
  world: Pick<World, 'asOwner'>,
  {
    id,
    legalName,
    email,
    mpn,
  }: Pick<Awaited<ReturnType<typeof givenApplication>>, 'id' | 'legalName' | 'email' | 'mpn'>,
  result: CheckResult,
): Promise<void> {
  const membership = { mpnId: mpn, name: legalName }
  const checked = { ...written, legalName, contactEmail: email, membership, documents: [] }
  for (const check of ['profile', 'authority'] as const)
    await world.asOwner(
      `insert into enrolment_check (organisation_id, name, result, note, digest, recorded_at)
      values ($1, $2, $3, '', $4, now())`,
      [id, check, result, createHash('sha256').update(canonicalForm(check, checked)).digest('hex')],
    )
}

/** A document of an application. */
export async function givenDocument(
  world: Pick<World, 'asOwner' | 'clock'>,
  application: { id: Id<'organisation'>; applicant: { id: Id<'account'> } },
  content = 'PDF',
): Promise<Id<'enrolment_document'>> {
  const id = newId<'enrolment_document'>()
  await world.asOwner(
    `insert into enrolment_document
      (id, organisation_id, kind, file_name, media_type, size, sha256, uploaded_by, uploaded_at)
    values ($1, $2, 'registration', 'extract.pdf', 'application/pdf', $3, $4, $5, $6)`,
    [id, application.id, content.length, Buffer.alloc(32), application.applicant.id, world.clock.now()],
  )
  await world.asOwner(
    'insert into enrolment_document_content (organisation_id, document_id, content) values ($1, $2, $3)',
    [application.id, id, Buffer.from(content)],
  )
  return id
}

export const once = () => ({ idempotencyKey: randomUUID() })
