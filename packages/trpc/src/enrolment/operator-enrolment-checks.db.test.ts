import { instanceChain } from '@entente/db/core/audit'
import { asTenant } from '@entente/db/core/scopes'
import { lockEnrolment } from '@entente/db/enrolment/enrolments'
import { saveCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { waitFor } from '@entente/testkit/wait'
import { describe, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { givenWorld, refusalFrom } from '../../testing/index.ts'
import { givenReviewers } from '../../testing/operator-enrolments.ts'

const world = await givenWorld()
const {
  reviewer,
  application,
  recordOf,
  seen,
  accept,
  reject,
  askForDocuments,
  check,
  passBoth,
  stateOf,
  companyOf,
  move,
} = await givenReviewers(world)

const pdf = Buffer.from('%PDF-1.7\n%%EOF\n').toString('base64')
/** What the applicant's page posts for a profile that stays as it is. */
const corrected = (profile: { registrationNumber: string | null; city: string | null }) => ({
  ...{ country: 'DE', registrationNumber: profile.registrationNumber ?? '', line1: 'Hafenstr. 1', line2: '' },
  ...{ city: profile.city ?? '', region: '', postalCode: '20457' },
})

describe('§3.3 a check that the cloud asks of the partner kind', () => {
  /** A company whose checks had passed, after it changed its profile. */
  async function changedAfter(sql: string) {
    const { id, applicant } = await application({ kind: 'direct_bill' })
    await consent(applicant)
    await check(id, 'credit_check', 'passed')
    await world.asOwner(
      'update partner_profile set before_change = to_jsonb(partner_profile) where organisation_id = $1',
      [id],
    )
    await world.asOwner(sql, [id])
    await move(id, 'change_profile', 're_review')
    return id
  }
  const consent = async (applicant: Parameters<typeof world.as>[0]) => {
    const own = (await world.as(applicant)).enrolment
    await own.giveConsent({ check: 'credit_check', ...once() })
    return own
  }

  test('needs the applicant’s consent to pass, and has to pass for accepting', async () => {
    const { id, applicant } = await application({ kind: 'direct_bill' })
    await passBoth(id)
    expect(await refusalFrom(accept(id))).toEqual({ code: 'checks_not_passed', checks: ['credit_check'] })
    const pass = () => check(id, 'credit_check', 'passed', 'Report of today')
    expect(await refusalFrom(pass())).toEqual({
      ...{ code: 'evidence_missing', check: 'credit_check', evidence: ['consent'] },
    })
    await consent(applicant)
    expect((await recordOf(id)).review.checks[2]).toMatchObject({
      ...{
        check: 'credit_check',
        result: 'open',
        missing: [],
        consent: { by: applicant.name, at: expect.any(Date) },
      },
    })
    await pass()
    expect((await recordOf(id)).review.checks[2]).toMatchObject({ result: 'passed', note: 'Report of today' })
    await accept(id)
    expect(await stateOf(id)).toBe('accepted')
    const own = (await world.auditOf(instanceChain)).filter(({ payload }) => payload.partnerId === id)
    expect(own.map(({ payload }) => payload.check).filter(Boolean)).toContain('credit_check')
  })

  test('counts for what was checked: a corrected name opens it, another contact does not', async () => {
    const { id, applicant } = await application({ kind: 'direct_bill' })
    const own = await consent(applicant)
    await check(id, 'credit_check', 'passed')
    await askForDocuments(id)
    const result = async () => (await recordOf(id)).review.checks[2]?.result
    await world.asOwner(`update partner_profile set contact_name = 'Eve' where organisation_id = $1`, [id])
    expect(await result()).toBe('passed')
    const { profile } = await own.get()
    await own.saveLegalProfile({ ...corrected(profile), legalName: 'Other AG', ...once() })
    expect(await result()).toBe('open')
  })

  test('is repeated for a change of the profile only if the change concerns it', async () => {
    const dueAfter = async (sql: string) =>
      (await recordOf(await changedAfter(sql))).review.checks.map(({ check: due, result }) => [due, result])
    const always = [
      ['profile', 'open'],
      ['authority', 'open'],
    ]
    const changed = (set: string) => dueAfter(`update partner_profile set ${set} where organisation_id = $1`)
    expect(await changed(`contact_name = 'Eve'`)).toEqual(always)
    expect(await changed(`legal_name = 'Other AG'`)).toEqual([...always, ['credit_check', 'open']])
  })

  test('stays due until the review of a change ends: a failed one is a reason to reject, and does not let it pass', async () => {
    const id = await changedAfter(
      `update partner_profile set legal_name = 'Other AG' where organisation_id = $1`,
    )
    await passBoth(id)
    for (const result of ['failed', 'open'] as const) {
      await check(id, 'credit_check', result, 'Insolvent')
      expect(await refusalFrom(accept(id))).toEqual({ code: 'checks_not_passed', checks: ['credit_check'] })
    }
    await check(id, 'credit_check', 'failed', 'Insolvent')
    await reject(id)
    expect(await stateOf(id)).toBe('active')
  })

  test('is no check of a kind that is not asked for it, and failing it is a reason to reject', async () => {
    const reseller = await application()
    expect((await recordOf(reseller.id)).review.checks).toHaveLength(2)
    const attempt = check(reseller.id, 'credit_check', 'passed')
    expect(await refusalFrom(attempt)).toEqual({ code: 'not_found' })
    const own = (await world.as(reseller.applicant)).enrolment
    const given = own.giveConsent({ check: 'credit_check', ...once() })
    expect(await refusalFrom(given)).toEqual({ code: 'not_found' })
    const { id } = await application({ kind: 'indirect_provider' })
    await check(id, 'credit_check', 'failed', 'Insolvent')
    await reject(id)
    expect(await stateOf(id)).toBe('rejected')
  })
})

describe('R-082 the two checks', () => {
  test('are separate results with notes, which the applicant never sees', async () => {
    const { id } = await application()
    await check(id, 'profile', 'passed', 'Register extract fits')
    await check(id, 'authority', 'failed', 'Signatory unknown')
    const asked = { changes: null, missing: [], consent: null }
    expect((await recordOf(id)).review.checks).toEqual([
      { check: 'profile', result: 'passed', note: 'Register extract fits', ...asked },
      { check: 'authority', result: 'failed', note: 'Signatory unknown', ...asked },
    ])
    expect(await world.auditOf(id)).toEqual([])
    const own = (await world.auditOf(instanceChain)).filter(({ payload }) => payload.partnerId === id)
    expect(own.map(({ action, payload }) => [action, payload.check, payload.result])).toEqual([
      ['enrolment.checked', 'profile', 'passed'],
      ['enrolment.checked', 'authority', 'failed'],
    ])
  })

  test('both have to be passed for accepting; one failed is enough for rejecting', async () => {
    const { id } = await application()
    expect(await refusalFrom(accept(id))).toEqual({
      code: 'checks_not_passed',
      checks: ['profile', 'authority'],
    })
    await check(id, 'profile', 'passed')
    expect(await refusalFrom(accept(id))).toEqual({ code: 'checks_not_passed', checks: ['authority'] })
    expect(await refusalFrom(reject(id))).toEqual({ code: 'no_check_failed' })
    expect((await recordOf(id)).refusals).toMatchObject({
      accept: { code: 'checks_not_passed', checks: ['authority'] },
      reject: { code: 'no_check_failed' },
      request_documents: null,
      check: null,
    })
  })

  test('an appeal or a changed profile reopens both, even after an assignment', async () => {
    for (const [from, event, to] of [
      ['rejected', 'appeal', 'in_review'],
      ['active', 'change_profile', 're_review'],
    ] as const) {
      const { id } = await application()
      await check(id, 'profile', 'passed')
      await check(id, 'authority', 'failed', 'Old note')
      await move(id, 'reject', from)
      await move(id, event, to)
      await reviewer.operatorEnrolments.assign({ ...(await seen(id)), assignee: 'me' })
      const { checks } = (await recordOf(id)).review
      expect(checks.map(({ result, note }) => [result, note])).toEqual([
        ['open', ''],
        ['open', ''],
      ])
      expect(await refusalFrom(accept(id))).toMatchObject({ code: 'checks_not_passed' })
    }
  })

  test('count for what was checked: a corrected name opens both, and the reviewer sees the old one beside the new', async () => {
    const { id, legalName, applicant } = await application()
    await passBoth(id)
    await askForDocuments(id)
    const company = await world.as(applicant)
    const { profile } = await company.enrolment.get()
    await company.enrolment.saveLegalProfile({ ...corrected(profile), legalName: 'Other AG', ...once() })
    await company.enrolment.uploadDocument({ kind: 'identity', name: 'pass.pdf', content: pdf, ...once() })
    const { version } = await company.enrolment.get()
    await company.enrolment.provideDocuments({ version, comment: 'Here', ...once() })
    const { review, documents, refusals } = await recordOf(id)
    const renamed = { field: 'legalName', was: legalName, now: 'Other AG' }
    const added = [{ id: documents[0]?.id, kind: 'identity', fileName: 'pass.pdf' }]
    expect(review.checks).toMatchObject([
      { result: 'open', changes: { fields: [renamed], added: [], removed: [] } },
      { result: 'open', changes: { fields: [renamed], added, removed: [] } },
    ])
    const refusal = { code: 'checks_not_passed', checks: ['profile', 'authority'] }
    expect(refusals.accept).toEqual(refusal)
    expect(await refusalFrom(accept(id))).toEqual(refusal)
    expect((await companyOf(id)).legalName).toBe(legalName)
    await passBoth(id)
    expect((await recordOf(id)).review.checks.map(({ changes }) => changes)).toEqual([null, null])
    await accept(id)
    expect((await companyOf(id)).legalName).toBe('Other AG')
  })

  test('count again when the applicant takes the change back', async () => {
    const { id, legalName, applicant } = await application()
    await passBoth(id)
    await askForDocuments(id)
    const company = await world.as(applicant)
    const { profile } = await company.enrolment.get()
    for (const name of ['Other AG', legalName])
      await company.enrolment.saveLegalProfile({ ...corrected(profile), legalName: name, ...once() })
    expect((await recordOf(id)).review.checks.map(({ result }) => result)).toEqual(['passed', 'passed'])
  })

  test('each looks at its own part: another contact opens one, a linked membership the other', async () => {
    const openAfter = async (sql: string) => {
      const { id } = await application()
      await passBoth(id)
      await world.asOwner(sql, [id])
      return (await recordOf(id)).review.checks.flatMap(({ check, result }) =>
        result === 'open' ? check : [],
      )
    }
    const profile = (set: string) => openAfter(`update partner_profile set ${set} where organisation_id = $1`)
    expect(await profile(`contact_email = 'eve@other.example'`)).toEqual(['authority'])
    expect(await profile(`postal_code = '10115'`)).toEqual(['profile'])
    expect(await profile(`support_email = 'other@help.example'`)).toEqual([])
    const membership = `membership || '{"name":"Other AG"}'`
    expect(
      await openAfter(`update enrolment set membership = ${membership} where organisation_id = $1`),
    ).toEqual(['profile'])
  })

  test('count for nothing that the reviewer has not seen: a document that arrives meanwhile refuses the result', async () => {
    const { id, applicant } = await application()
    const page = await seen(id)
    const company = await world.as(applicant)
    await company.enrolment.uploadDocument({ kind: 'authority', name: 'a.pdf', content: pdf, ...once() })
    const late = reviewer.operatorEnrolments.setCheck({ ...page, check: 'authority', result: 'passed' })
    expect(await refusalFrom(late)).toEqual({ code: 'enrolment_state_changed', state: 'in_review' })
  })

  test('hold against a change in the same moment: accepting waits for it, and is refused', async () => {
    const { id, legalName } = await application()
    await passBoth(id)
    const press = await seen(id)
    const { promise: changed, resolve: commit } = Promise.withResolvers<void>()
    const { promise: locked, resolve: holds } = Promise.withResolvers<void>()
    const tenant = { organisationId: id, audience: 'partner', personId: null } as const
    const change = asTenant(world.api, tenant, async (db) => {
      await lockEnrolment(db, id)
      await saveCompanyProfile(db, id, { legalName: 'Swift AG' }, world.clock.now())
      holds()
      await changed
    })
    await locked
    const accepting = refusalFrom(reviewer.operatorEnrolments.accept(press))
    await waitFor(async () => {
      const [{ waits } = { waits: false }] = await world.asOwner<{ waits: boolean }>(
        `select exists (select from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database() and query like '%enrolment%') as waits`,
      )
      return waits
    })
    commit()
    await change
    expect(await accepting).toEqual({ code: 'checks_not_passed', checks: ['profile', 'authority'] })
    expect((await companyOf(id)).legalName).toBe(legalName)
  })

  test('have no result before the review', async () => {
    const { id } = await application({ state: 'email_verified' })
    expect(await refusalFrom(check(id, 'profile', 'passed'))).toEqual({
      code: 'enrolment_state_changed',
      state: 'email_verified',
    })
  })
})
