import { randomUUID } from 'node:crypto'
import { asTenant } from '@entente/db/core/scopes'
import { saveCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { givenDocument, once } from '../../testing/applications.ts'
import { givenContactLink } from '../../testing/enrolment.ts'
import { type Caller, givenWorld, refusalFrom } from '../../testing/index.ts'
import { givenReviewers } from '../../testing/operator-enrolments.ts'

const world = await givenWorld()
const {
  operatorAs,
  reviewer,
  colleague,
  application,
  recordOf,
  seen,
  accept,
  reject,
  askForDocuments,
  check,
  passBoth,
  mailsOf,
  stepsOf,
  stateOf,
  companyOf,
  move,
} = await givenReviewers(world)

const pdf = Buffer.from('%PDF-1.7\n%%EOF\n').toString('base64')
type Company = Id<'organisation'>

describe('the queue', () => {
  test('U4 shows the longest waiting first, page by page, and finds by state, kind, name, age and reviewer', async () => {
    const day = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000)
    const old = await application({ legalName: 'Queue Öst AB', since: day(9) })
    const young = await application({ legalName: 'Queue Nord AB', since: day(2), kind: 'direct_bill' })
    const waiting = await application({
      legalName: 'Queue Süd AG',
      state: 'submitted',
      contact: 'sent',
      since: day(5),
    })
    const search = 'queue'
    const first = await reviewer.operatorEnrolments.list({ search, limit: 2 })
    const second = await reviewer.operatorEnrolments.list({
      search,
      limit: 2,
      cursor: first.nextCursor ?? '',
    })
    expect([...first.applications, ...second.applications].map(({ id }) => id)).toEqual([
      old.id,
      waiting.id,
      young.id,
    ])
    expect(second.nextCursor).toBeNull()
    expect(first.applications.map(({ next }) => next)).toEqual(['operator', 'contact'])
    await reviewer.operatorEnrolments.assign({ ...(await seen(young.id)), assignee: 'me' })
    const found = async (filters: Parameters<Caller['operatorEnrolments']['list']>[0]) =>
      (await reviewer.operatorEnrolments.list({ search, ...filters })).applications.map(({ id }) => id)
    expect(await found({ states: ['submitted', 'email_verified'] })).toEqual([waiting.id])
    expect(await found({ kind: 'direct_bill' })).toEqual([young.id])
    expect(await found({ olderThanDays: 4 })).toEqual([old.id, waiting.id])
    expect(await found({ assignee: 'me' })).toEqual([young.id])
    expect(await found({ assignee: 'nobody' })).toEqual([old.id, waiting.id])
    expect(await found({ search: 'QUEUE Ö' })).toEqual([old.id])
    expect(await found({ search: young.mpn })).toEqual([young.id])
    expect((await colleague.operatorEnrolments.list({ search, assignee: 'me' })).applications).toEqual([])
  })

  test('a customer and an unknown id find no application', async () => {
    const customer = await world.customer()
    for (const id of [customer.id, randomUUID() as Company])
      expect(await refusalFrom(recordOf(id))).toEqual({ code: 'not_found' })
  })
})

describe('§4.2 the operator’s branches', () => {
  test('email_verified -> in_review; the operator who starts is assigned (R-104)', async () => {
    const { id } = await application({ state: 'email_verified' })
    await reviewer.operatorEnrolments.startReview(await seen(id))
    expect(await stateOf(id)).toBe('in_review')
    expect((await recordOf(id)).review.assignee).toMatchObject({ isMe: true })
    expect(await mailsOf(id)).toEqual([
      'mail.enrolment-status-changed to applicant',
      'mail.enrolment-status-changed to contact',
    ])
  })

  test('R-103 nothing is decided before the contact’s address is verified, and the record says so', async () => {
    const { id } = await application({ state: 'submitted', contact: 'sent' })
    const { refusals, application: waiting } = await recordOf(id)
    for (const act of ['start_review', 'request_documents', 'accept', 'reject'] as const)
      expect(refusals[act]).toEqual({ code: 'contact_not_verified' })
    expect(waiting.next).toBe('contact')
    expect(await refusalFrom(accept(id))).toMatchObject({ code: 'enrolment_state_changed' })
    // A contact who was changed during the review has not confirmed either.
    const changed = await application({ contact: 'sent' })
    await passBoth(changed.id)
    expect(await refusalFrom(accept(changed.id))).toEqual({ code: 'contact_not_verified' })
    expect(await stateOf(changed.id)).toBe('in_review')
  })

  test('in_review -> documents_requested: the applicant sees what is wanted, M-05', async () => {
    const { id } = await application()
    await askForDocuments(id, 'An extract of the register, please.')
    const record = await recordOf(id)
    expect(record.application).toMatchObject({
      state: 'documents_requested',
      reason: 'An extract of the register, please.',
      next: 'applicant',
    })
    expect(await mailsOf(id)).toEqual([
      'mail.documents-requested to applicant',
      'mail.documents-requested to contact',
    ])
    expect(await refusalFrom(accept(id))).toEqual({
      code: 'enrolment_state_changed',
      state: 'documents_requested',
    })
  })

  test('in_review -> accepted: partner ID, verified profile, both links, M-03 and M-06; not yet a partner', async () => {
    const { id, legalName } = await application()
    await world.asOwner(
      'update partner_profile set legal_name = $2, country = $3 where organisation_id = $1',
      [id, 'Reviewed Name GmbH', 'AT'],
    )
    expect((await companyOf(id)).legalName).toBe(legalName)
    await passBoth(id)
    await accept(id)
    expect(await companyOf(id)).toMatchObject({
      legalName: 'Reviewed Name GmbH',
      country: 'AT',
      partnerNumber: expect.stringMatching(/^[1-9]\d{7}$/),
      partnerStatus: 'enrolling',
      verifiedAt: expect.any(Date),
    })
    const admin = await operatorAs('operator_admin')
    const { links } = await admin.operatorPartners.get({ id })
    expect(links.map(({ withPrivileges }) => withPrivileges)).toEqual([false, true])
    expect(await mailsOf(id)).toEqual([
      'mail.account-ready to applicant',
      'mail.enrolment-accepted to contact',
    ])
    expect(await world.auditOf(id)).toMatchObject([
      { action: 'enrolment.accepted', payload: { from: 'in_review', state: 'accepted' } },
    ])
    expect(await refusalFrom(accept(id))).toEqual({ code: 'enrolment_state_changed', state: 'accepted' })
  })

  test('in_review -> rejected -> appeal -> decided again: the applicant sees reason and fields, M-04', async () => {
    const { id } = await application()
    await check(id, 'profile', 'failed')
    await reject(id, 'The register shows another name.')
    expect((await recordOf(id)).application).toMatchObject({
      state: 'rejected',
      reason: 'The register shows another name.',
      failedFields: ['legal_name'],
    })
    expect(await mailsOf(id)).toEqual([
      'mail.enrolment-rejected to applicant',
      'mail.enrolment-rejected to contact',
    ])
    expect((await companyOf(id)).partnerNumber).toBeNull()
    expect(await refusalFrom(accept(id))).toEqual({ code: 'enrolment_state_changed', state: 'rejected' })
    await move(id, 'appeal', 'in_review')
    await passBoth(id)
    await accept(id)
    expect((await recordOf(id)).application).toMatchObject({
      state: 'accepted',
      reason: null,
      failedFields: [],
    })
    expect(await stepsOf(id)).toEqual(['reject: rejected', 'appeal: in_review', 'accept: accepted'])
  })

  test('re_review accepted: the changed profile becomes the verified one; the account stays usable, M-03 only', async () => {
    const { id } = await enrolled('Before AG')
    await changeCard(id, 'After AG')
    expect((await companyOf(id)).legalName).toBe('Before AG')
    await passBoth(id)
    await check(id, 'credit_check', 'passed')
    await accept(id)
    expect(await companyOf(id)).toMatchObject({ legalName: 'After AG', partnerStatus: 'active' })
    expect(await stateOf(id)).toBe('active')
    expect(await mailsOf(id)).toEqual([
      'mail.enrolment-accepted to applicant',
      'mail.enrolment-accepted to contact',
    ])
    const kept = await world.asOwner('select before_change from partner_profile where organisation_id = $1', [
      id,
    ])
    expect(kept).toEqual([{ before_change: null }])
  })

  test('re_review rejected: name, address and contact are what they were, the applicant sees the reason, M-04', async () => {
    const { id } = await enrolled('Stays AG')
    const { profile: before } = await recordOf(id)
    await changeCard(id, 'Goes AG')
    const changed = await recordOf(id)
    expect(changed.profile).toMatchObject({ legalName: 'Goes AG', addressLine1: 'Elsewhere 2' })
    expect(changed.before).toMatchObject({ legalName: 'Stays AG', addressLine1: 'Hafenstr. 1' })
    await check(id, 'authority', 'failed')
    await reject(id, 'Not in the register.')
    const { profile, before: none, application: after } = await recordOf(id)
    expect(none).toBe(null)
    expect({ ...profile, updatedAt: null }).toEqual({ ...before, updatedAt: null })
    expect(after).toMatchObject({ state: 'active', reason: 'Not in the register.' })
    expect((await companyOf(id)).legalName).toBe('Stays AG')
    expect(await mailsOf(id)).toEqual([
      'mail.enrolment-rejected to applicant',
      'mail.enrolment-rejected to contact',
    ])
  })

  /** A verified partner, before it changes its profile. */
  async function enrolled(legalName: string) {
    const partner = await world.partner({ legalName })
    await world.asOwner(
      `update partner_profile set address_line1 = 'Hafenstr. 1', city = 'Hamburg', contact_name = 'Mara Olsen',
        contact_email = 'mara@stays.example', contact_status = 'verified' where organisation_id = $1`,
      [partner.id],
    )
    return partner
  }
  async function changeCard(id: Company, legalName: string) {
    const tenant = { organisationId: id, audience: 'partner', personId: null } as const
    await asTenant(world.api, tenant, async (db) => {
      const now = world.clock.now()
      await saveCompanyProfile(db, id, { legalName, addressLine1: 'Elsewhere 2' }, now)
      await saveCompanyProfile(db, id, { city: 'Bremen', supportEmail: null }, now)
    })
    await move(id, 'change_profile', 're_review')
  }
})

describe('the contact’s verification', () => {
  test('§4.3 another mail invalidates the earlier link; three a day', async () => {
    const { id } = await application({ state: 'submitted', contact: 'sent' })
    const again = async () => reviewer.operatorEnrolments.resendVerification(await seen(id))
    await again()
    await again()
    await again()
    expect(await refusalFrom(again())).toMatchObject({ code: 'too_many_attempts' })
    const links = await world.asOwner<{ open: boolean }>(
      `select consumed_at is null as open from auth.one_time_link where organisation_id = $1 order by id`,
      [id],
    )
    expect(links.map(({ open }) => open)).toEqual([false, false, true])
    expect(await mailsOf(id)).toEqual(Array(3).fill('mail.contact-verification-requested to contact'))
    expect((await world.auditOf(id)).map(({ action }) => action)).toEqual(
      Array(3).fill('enrolment.contact_mail_repeated'),
    )
  })

  test('§4.3 an address that is verified or denied gets no more mails', async () => {
    for (const options of [
      { contact: 'verified' },
      { state: 'blocked_denied', contact: 'denied' },
    ] as const) {
      const { id } = await application(options)
      const attempt = reviewer.operatorEnrolments.resendVerification(await seen(id))
      expect(await refusalFrom(attempt)).toEqual({ code: 'contact_settled' })
      expect((await recordOf(id)).refusals.resend_verification).toEqual({ code: 'contact_settled' })
    }
  })
})

describe('documents', () => {
  test('are listed, and handed out with their content', async () => {
    const applicant = await application()
    const id = await givenDocument(world, applicant, 'the content')
    expect((await recordOf(applicant.id)).documents).toMatchObject([
      { id, kind: 'registration', fileName: 'extract.pdf', uploadedBy: applicant.applicant.name },
    ])
    expect(await reviewer.operatorEnrolments.document({ id })).toEqual({
      organisationId: applicant.id,
      fileName: 'extract.pdf',
      mediaType: 'application/pdf',
      content: Buffer.from('the content').toString('base64'),
    })
    const nowhere = reviewer.operatorEnrolments.document({ id: randomUUID() })
    expect(await refusalFrom(nowhere)).toEqual({ code: 'not_found' })
  })
})

describe('§4.2 a silent application', () => {
  const dateIn = (days: number) =>
    new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const setDeadline = async (id: Company, days: number) =>
    reviewer.operatorEnrolments.setDeadline({ ...(await seen(id)), answerBy: dateIn(days) })
  const close = async (id: Company) =>
    reviewer.operatorEnrolments.close({ ...(await seen(id)), reason: 'No answer for two weeks.' })
  const pass = (id: Company) =>
    world.asOwner('update enrolment set answer_until = $2 where organisation_id = $1', [
      ...[id, new Date(world.clock.now().getTime() - 2 * 86_400_000)],
    ])

  test.each(['submitted', 'documents_requested'] as const)(
    'in %s is closed with a reason after a deadline of which both were told, and can begin again',
    async (state) => {
      const { id, applicant, mpn } = await application({
        state,
        ...(state === 'submitted' && { contact: 'sent' }),
      })
      expect(await refusalFrom(close(id))).toEqual({ code: 'deadline_not_passed', deadline: 'none' })
      expect(await refusalFrom(setDeadline(id, 6))).toEqual({ code: 'deadline_too_soon' })
      await setDeadline(id, 7)
      expect(await refusalFrom(close(id))).toEqual({ code: 'deadline_not_passed', deadline: 'open' })
      const kind = state === 'submitted' ? 'enrolment-status-changed' : 'documents-requested'
      expect(await mailsOf(id)).toEqual([`mail.${kind} to applicant`, `mail.${kind} to contact`])
      const own = (await world.as(applicant)).enrolment
      expect((await own.get()).answerUntil).toEqual(new Date(`${dateIn(7)}T12:00:00Z`))
      await pass(id)
      await close(id)
      expect(await own.get()).toMatchObject({
        ...{ state: 'closed', reason: 'No answer for two weeks.', nextActor: 'applicant', answerUntil: null },
      })
      expect(await recordOf(id)).toMatchObject({ refusals: { close: { code: 'enrolment_state_changed' } } })
      const { version } = await own.get()
      expect(await own.reopen({ version, ...once() })).toMatchObject({
        state: 'signed_in',
        mpnId: null,
        missing: [],
      })
      expect((await recordOf(id)).application.mpnId).not.toBe(mpn)
    },
  )

  test('that is closed no longer asks its contact: the link is spent', async () => {
    const given = await application({ state: 'submitted', contact: 'sent' })
    const token = await givenContactLink(world, given)
    const { enrolment } = world.caller()
    expect(await enrolment.contactStatus({ token })).toMatchObject({ result: 'open' })
    await setDeadline(given.id, 7)
    await pass(given.id)
    await close(given.id)
    expect(await refusalFrom(enrolment.contactStatus({ token }))).toEqual({ code: 'one_time_link_spent' })
  })

  test('that answers is silent no longer: its deadline goes', async () => {
    const { id, applicant } = await application({ state: 'documents_requested' })
    await setDeadline(id, 8)
    const own = (await world.as(applicant)).enrolment
    await own.uploadDocument({ kind: 'registration', name: 'extract.pdf', content: pdf, ...once() })
    const { version } = await own.get()
    await own.provideDocuments({ version, comment: 'Here it is', ...once() })
    expect(await own.get()).toMatchObject({ state: 'in_review', answerUntil: null })
  })

  test('gets a deadline together with the request for documents', async () => {
    const { id } = await application()
    await reviewer.operatorEnrolments.requestDocuments({
      ...{ ...(await seen(id)), reason: 'An extract, please.', answerBy: dateIn(10) },
    })
    expect((await recordOf(id)).application.answerUntil).toEqual(new Date(`${dateIn(10)}T12:00:00Z`))
  })
})

describe('two operators at once', () => {
  test('R8 one decides; the other is told the new state, and nothing is done twice', async () => {
    const { id } = await application()
    await check(id, 'profile', 'failed')
    const { version } = await seen(id)
    const results = await Promise.allSettled([
      reviewer.operatorEnrolments.reject({ id, version, reason: 'No', ...once() }),
      colleague.operatorEnrolments.requestDocuments({ id, version, reason: 'More', ...once() }),
    ])
    const lost = results.find((result) => result.status === 'rejected')
    const state = await stateOf(id)
    expect(await refusalFrom(Promise.reject(lost?.reason))).toEqual({
      code: 'enrolment_state_changed',
      state,
    })
    expect(await world.auditOf(id)).toHaveLength(1)
    expect(await mailsOf(id)).toHaveLength(2)
  })

  test('R8 a check or an assignment by another operator counts as a change too', async () => {
    const { id } = await application()
    const { version } = await seen(id)
    await colleague.operatorEnrolments.assign({ id, version, assignee: 'me', ...once() })
    const late = reviewer.operatorEnrolments.setCheck({
      ...{ id, version, check: 'profile', result: 'passed' },
      ...once(),
    })
    expect(await refusalFrom(late)).toEqual({ code: 'enrolment_state_changed', state: 'in_review' })
  })

  test('R7 the same press twice accepts once', async () => {
    const { id } = await application()
    await passBoth(id)
    const press = await seen(id)
    await reviewer.operatorEnrolments.accept(press)
    await reviewer.operatorEnrolments.accept(press)
    expect(await stepsOf(id)).toEqual(['accept: accepted'])
  })
})

describe('§5.4 who may', () => {
  test('reviewers and operator admins decide; support operators and auditors only look', async () => {
    for (const role of ['support_operator', 'auditor'] as const) {
      const { id } = await application()
      const operator = await operatorAs(role)
      expect((await operator.operatorEnrolments.get({ id })).application.state).toBe('in_review')
      const given = { id, version: 1, reason: 'Because', ...once() }
      for (const attempt of [
        () => operator.operatorEnrolments.assign({ ...given, assignee: 'me' }),
        () => operator.operatorEnrolments.setCheck({ ...given, check: 'profile', result: 'passed' }),
        () => operator.operatorEnrolments.startReview(given),
        () => operator.operatorEnrolments.requestDocuments(given),
        () => operator.operatorEnrolments.accept(given),
        () => operator.operatorEnrolments.reject(given),
        () => operator.operatorEnrolments.resendVerification(given),
      ])
        expect(await refusalFrom(attempt())).toMatchObject({
          code: 'missing_permission',
          permission: 'enrolments.decide',
        })
    }
    const { id } = await application()
    await passBoth(id)
    const admin = await operatorAs('operator_admin')
    await admin.operatorEnrolments.accept(await seen(id))
  })

  test('an operator never acts as a partner, nor an applicant as an operator', async () => {
    const { applicant, id } = await application()
    const partner = await world.as(applicant)
    const attempt = partner.operatorEnrolments.get({ id })
    expect(await refusalFrom(attempt)).toEqual({ code: 'not_signed_in' })
    expect(await refusalFrom(reviewer.customers.list({}))).toEqual({ code: 'not_signed_in' })
  })

  test('accepting and rejecting ask again who it is after 15 minutes', async () => {
    const { id } = await application()
    const token = await world.tokenFor(await world.operator('none', 'enrolment_reviewer'))
    const stale = world.caller({ token, clock: () => new Date(Date.now() + 16 * 60_000) })
    const given = { id, version: 1, reason: 'Because', ...once() }
    for (const attempt of [
      () => stale.operatorEnrolments.accept(given),
      () => stale.operatorEnrolments.reject(given),
    ])
      expect(await refusalFrom(attempt())).toEqual({ code: 'step_up_required', method: 'password' })
  })
})

describe('§4.2 the status of a partner', () => {
  test('active -> suspended -> active: each step sends mails of its own, none about the application', async () => {
    const admin = await operatorAs('operator_admin')
    const { id } = await world.partner()
    await admin.operatorPartners.suspend({ id, reason: 'Overdue', told: 'Please pay.', ...once() })
    await admin.operatorPartners.lift({ id, reason: 'Paid', told: 'Thank you.', ...once() })
    const names = (await mailsOf(id)).map((mail) => mail.split(' ')[0])
    expect([...new Set(names)].sort()).toEqual(['mail.partner-suspended', 'mail.suspension-lifted'])
  })

  test('active or suspended -> deauthorised, once and for good; its people can do nothing more', async () => {
    const admin = await operatorAs('operator_admin')
    for (const status of ['active', 'suspended'] as const) {
      const partner = await world.partner({ status })
      const because = { id: partner.id, reason: 'Below the threshold', told: 'Below it' }
      // U12: not before the name is typed.
      const unnamed = admin.operatorPartners.deauthorise({ ...because, ...once() })
      expect(await refusalFrom(unnamed)).toEqual({ code: 'name_not_typed' })
      await admin.operatorPartners.deauthorise({ ...because, typedName: partner.legalName, ...once() })
      for (const [act, code] of [
        ['deauthorise', 'already_deauthorised'],
        ['suspend', 'not_a_partner'],
        ['lift', 'not_suspended'],
      ] as const)
        expect(await refusalFrom(admin.operatorPartners[act]({ ...because, ...once() }))).toEqual({ code })
      const agent = await world.as(partner.person)
      expect(await refusalFrom(agent.customers.list({}))).toEqual({ code: 'partner_not_enrolled' })
      expect((await world.auditOf(partner.id)).map(({ action }) => action)).toEqual(['partner.deauthorised'])
    }
  })

  test('a company that still enrols cannot be de-authorised', async () => {
    const admin = await operatorAs('operator_admin')
    const { id } = await application()
    const attempt = admin.operatorPartners.deauthorise({ id, reason: 'x', ...once() })
    expect(await refusalFrom(attempt)).toEqual({ code: 'not_found' })
  })
})
