import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { givenPartner, givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asKeeper, asTenant } from '../core/scopes.ts'
import { listEnrolmentDocuments } from '../enrolment/enrolment-documents.ts'
import { listDeletedDocuments } from './deleted-documents.ts'
import { applyRetention, retentionRules } from './retention.ts'

const database = await freshDatabase()
const { retention } = cloudOf('global')
const now = new Date()
const monthsAgo = (months: number, days = 0) => {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months)
  return new Date(date.getTime() - days * 86_400_000)
}
const keep = () => applyRetention(database.worker, retentionRules(retention, now), now)

async function application(state: string, since: Date, changed = since) {
  const company = await givenPartner(database.api, { status: 'enrolling', legalName: `Company ${newId()}` })
  await database.asOwner(
    'update enrolment set state = $2, applicant_id = $3, state_since = $4 where organisation_id = $1',
    [company.id, state, company.person.id, since],
  )
  await database.asOwner('update partner_profile set updated_at = $2 where organisation_id = $1', [
    company.id,
    changed,
  ])
  await database.asOwner(
    `insert into enrolment_event (id, organisation_id, event, state, actor_side, at)
    values ($2, $1, 'submit', 'submitted', 'applicant', now())`,
    [company.id, newId()],
  )
  await database.asOwner('insert into enrolment_review (organisation_id) values ($1)', [company.id])
  await database.asOwner(
    `insert into enrolment_check (organisation_id, name, result, note, recorded_at)
    values ($1, 'credit_check', 'passed', '', now())`,
    [company.id],
  )
  await database.asOwner('insert into enrolment_consent values ($1, $2, $3, now())', [
    ...[company.id, 'credit_check', company.person.id],
  ])
  return company
}

async function document(organisationId: Id<'organisation'>, uploadedBy: string, content?: string) {
  const id = newId()
  await database.asOwner(
    `insert into enrolment_document (id, organisation_id, kind, file_name, media_type, size, sha256, uploaded_by,
      uploaded_at) values ($1, $2, 'identity', 'Passport.pdf', 'application/pdf', 1, '\\x00', $3, now())`,
    [id, organisationId, uploadedBy],
  )
  if (content)
    await database.asOwner('insert into enrolment_document_content values ($1, $2, $3)', [
      organisationId,
      id,
      content,
    ])
  return id
}

const rowsOf = async ({ id }: { id: string }) =>
  Promise.all(
    [
      ...['enrolment', 'partner_profile', 'enrolment_review', 'enrolment_check', 'enrolment_consent'],
      ...['enrolment_event', 'enrolment_document'],
    ].map(
      async (table) =>
        (await database.asOwner(`select from ${table} where organisation_id = $1`, [id])).length,
    ),
  )

test('refused and abandoned applications are deleted by the cloud’s rule, with their people', async () => {
  const refused = await application('rejected', monthsAgo(retention.refusedApplicationsMonths, 1))
  const abandoned = await application(
    'membership_linked',
    monthsAgo(retention.abandonedApplicationsMonths, 1),
  )
  const kept = [
    await application('rejected', monthsAgo(retention.refusedApplicationsMonths, -1)),
    await application('signed_in', monthsAgo(retention.abandonedApplicationsMonths, -1)),
    // It was worked on since.
    await application('signed_in', monthsAgo(60), now),
    // These wait for an operator, or were accepted.
    await application('in_review', monthsAgo(60)),
    await application('email_verified', monthsAgo(60)),
    await application('accepted', monthsAgo(60)),
    await application('active', monthsAgo(60)),
  ]
  await document(refused.id, refused.person.id, 'PDF')
  // Belongs to another company too.
  const colleague = await givenPerson(database.api, {
    ...{ organisationId: refused.id, audience: 'partner', roles: ['sales_agent'] },
  })
  await database.asOwner(
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
    values ($1, $2, 'partner', $3, 'active', '{sales_agent}', now())`,
    [newId(), colleague.id, kept[0]?.id],
  )
  const round = await keep()
  expect(round).toMatchObject({
    deletions: { refusedApplications: 1, abandonedApplications: 1 },
    failures: [],
  })
  for (const gone of [refused, abandoned]) {
    expect(await rowsOf(gone)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(await database.asOwner('select legal_name from organisation where id = $1', [gone.id])).toEqual([
      { legal_name: 'Deleted application' },
    ])
    expect(
      await database.asOwner('select name, email from auth.account where id = $1', [gone.person.id]),
    ).toEqual([{ name: 'Erased person', email: `erased-${gone.person.id}@entente.invalid` }])
  }
  for (const company of kept) expect((await rowsOf(company)).slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1])
  expect(await database.asOwner('select email from auth.account where id = $1', [colleague.id])).toEqual([
    { email: colleague.email },
  ])
  expect((await keep()).deletions).toEqual({})
})

test('documents are deleted after the decision, those in a folder are marked and seen by nobody', async () => {
  const decided = await application('active', monthsAgo(retention.documentsMonths, 1))
  const recent = await application('active', monthsAgo(retention.documentsMonths, -1))
  const undecided = await application('in_review', monthsAgo(60))
  const inFolder = await document(decided.id, decided.person.id)
  await document(decided.id, decided.person.id, 'PDF')
  for (const { id, person } of [recent, undecided]) await document(id, person.id, 'PDF')
  expect((await keep()).deletions).toEqual({ documents: 2 })
  const seenBy = ({ id, person }: typeof decided) =>
    asTenant(database.api, { organisationId: id, audience: 'partner', personId: person.id }, (db) =>
      listEnrolmentDocuments(db, id),
    )
  expect(await seenBy(decided)).toEqual([])
  expect(await seenBy(recent)).toHaveLength(1)
  expect(await seenBy(undecided)).toHaveLength(1)
  expect(await asKeeper(database.worker, (db) => listDeletedDocuments(db, 10))).toEqual([
    { organisationId: decided.id, documentId: inFolder },
  ])
  expect(
    await database.asOwner('select file_name from enrolment_document where id = $1', [inFolder]),
  ).toEqual([{ file_name: '' }])
})

test('a signer’s name is blanked when attestations need it no longer', async () => {
  const company = await givenPartner(database.api)
  const signed = async (at: Date) => {
    const id = newId()
    await database.asOwner(`insert into partner_agreement values ($1, $2, $3, 'Ada Roy', $4, '1', $5)`, [
      id,
      company.id,
      company.person.id,
      id,
      at,
    ])
    return id
  }
  const old = await signed(monthsAgo(12 * retention.attestationYears, 1))
  await signed(monthsAgo(12 * retention.attestationYears, -1))
  expect((await keep()).deletions).toEqual({ signerNames: 1 })
  expect(await database.asOwner(`select id from partner_agreement where signer_name <> 'Ada Roy'`)).toEqual([
    { id: old },
  ])
})

test('S2 the keeper can delete nothing of an application that was accepted', async () => {
  const company = await application('active', monthsAgo(60))
  await asKeeper(database.worker, async (db) => {
    for (const table of [
      ...(['enrolment', 'partnerProfile', 'enrolmentReview', 'enrolmentEvent'] as const),
      ...(['enrolmentCheck', 'enrolmentConsent'] as const),
    ])
      await db.deleteFrom(table).where('organisationId', '=', company.id).execute()
  })
  expect((await rowsOf(company)).slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1])
})
