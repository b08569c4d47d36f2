import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import type { Id } from '@entente/domain/core/id'
import { dayAt } from '@entente/domain/core/local-day'
import { describe, expect, test } from 'vitest'
import { givenEnrolments, legalProfile, password, support } from '../../testing/enrolment.ts'
import { refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const given = await givenEnrolments()
const { world } = given
const once = () => ({ idempotencyKey: randomUUID() })

/** A company that signed its agreement: a partner with a verified profile, and its global admin. */
async function enrolled() {
  const company = await given.accepted()
  await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
  const { version } = (await company.api.enrolment.get()).agreement
  await company.api.enrolment.signAgreement({ accepted: true, version, signer: 'Ada Roy', ...once() })
  return company
}

const partner = await enrolled()
const versionOf = async ({ api }: Pick<typeof partner, 'api'>) => (await api.partnerAccount.get()).version
const person = (roles: Parameters<typeof world.person>[0]['roles'], organisationId: Id<'organisation'>) =>
  world.person({ organisationId, audience: 'partner', roles })

async function reviewer() {
  return world.as(await world.operator('none', 'operator_admin'))
}

async function pass(id: Id<'organisation'>) {
  const operator = await reviewer()
  for (const check of ['profile', 'authority'] as const) {
    const { version } = (await operator.operatorEnrolments.get({ id })).application
    await operator.operatorEnrolments.setCheck({ id, version, check, result: 'passed', note: '', ...once() })
  }
  return operator
}

describe('a newer version of the partner agreement', () => {
  test('waits for nobody once the company was de-authorised', async () => {
    const company = await enrolled()
    const { organisationId } = company
    await world.asOwner(`update partner_agreement set version = 'earlier' where organisation_id = $1`, [
      organisationId,
    ])
    expect((await company.api.partnerAccount.get()).agreement.isDue).toBe(true)
    await world.asOwner(`update organisation set partner_status = 'deauthorised' where id = $1`, [
      organisationId,
    ])
    expect((await company.api.partnerAccount.get()).agreement.isDue).toBe(false)
  })

  const sign = (api: (typeof partner)['api'], version: string) =>
    api.partnerAccount.signAgreement({ accepted: true, version, signer: 'Ada Roy', ...once() })
  const linesOf = async (api: (typeof partner)['api']) =>
    (await api.home.get()).attention.map(({ kind }) => kind)

  test('waits on Home for the one who may sign it, is signed once, and keeps what was signed before', async () => {
    const company = await enrolled()
    const { agreement } = await company.api.partnerAccount.get()
    expect(agreement.isDue).toBe(false)
    expect(await linesOf(company.api)).not.toContain('agreement_to_sign')
    await world.asOwner(`update partner_agreement set version = 'earlier' where organisation_id = $1`, [
      company.organisationId,
    ])
    expect(await linesOf(company.api)).toContain('agreement_to_sign')
    expect((await company.api.partnerAccount.settings()).agreement).toMatchObject({ isDue: true })
    const agent = await world.person({
      ...{ organisationId: company.organisationId, audience: 'partner', roles: ['admin_agent'] },
    })
    const colleague = await world.as(agent)
    expect(await linesOf(colleague)).not.toContain('agreement_to_sign')
    expect(await refusalFrom(sign(colleague, agreement.version))).toMatchObject({
      ...{ code: 'missing_permission', roles: ['global_admin'] },
    })
    expect(await refusalFrom(sign(company.api, 'earlier'))).toEqual({ code: 'agreement_changed' })
    for (const _ of [1, 2]) await sign(company.api, agreement.version)
    const account = await company.api.partnerAccount.get()
    expect(account.agreement.isDue).toBe(false)
    expect(account.signatures.map(({ version }) => version).sort()).toEqual(
      [agreement.version, 'earlier'].sort(),
    )
    expect(await linesOf(company.api)).not.toContain('agreement_to_sign')
    const signed = (await world.auditOf(company.organisationId)).filter(
      ({ action, payload }) => action === 'enrolment.agreement_signed' && payload.from === undefined,
    )
    expect(signed.map(({ payload }) => payload)).toMatchObject([
      { version: agreement.version, signer: 'Ada Roy' },
    ])
  })

  test('is signed by a company that enrols only as a step of its application', async () => {
    const company = await given.accepted()
    const { version } = (await company.api.enrolment.get()).agreement
    expect(await refusalFrom(sign(company.api, version))).toEqual({
      ...{ code: 'enrolment_state_changed', state: 'accepted' },
    })
  })
})

describe('§4.2 a change of the company profile', () => {
  test('R-080 R-181 shows the verified profile, the linked MPN profile and the signed agreement', async () => {
    const account = await partner.api.partnerAccount.get()
    expect(account).toMatchObject({
      pending: null,
      review: null,
      verified: { legalName: 'Fabrikam GmbH', contactEmail: 'kim.weber@fabrikam.example' },
      mpnId: account.membership?.mpnId,
      membership: { incentives: ['Azure'] },
      signatures: [{ signerName: 'Ada Roy', email: partner.email, version: account.agreement.version }],
    })
  })

  test('is reviewed, shown beside what was verified, and the account stays usable', async () => {
    const company = await enrolled()
    const before = await given.mailsOf(company.organisationId)
    const change = { ...legalProfile, legalName: 'Fabrikam SE', version: await versionOf(company), ...once() }
    expect(await company.api.partnerAccount.changeProfile(change)).toEqual({ isChanged: true })
    const account = await company.api.partnerAccount.get()
    expect(account.verified.legalName).toBe('Fabrikam GmbH')
    expect(account.pending?.legalName).toBe('Fabrikam SE')
    expect(account.review).toMatchObject({ next: 'operator' })
    expect(await company.api.session.current()).toMatchObject({
      organisation: { legalName: 'Fabrikam', status: 'active' },
    })
    const [status, ...more] = (await given.mailsOf(company.organisationId)).slice(before.length)
    expect([status, ...more]).toEqual(['status contact', 'status applicant'])
    const last = (await world.auditOf(company.organisationId)).at(-1)
    expect(last).toMatchObject({
      action: 'enrolment.profile_changed',
      payload: { from: 'active', state: 're_review', fields: ['legalName'] },
    })
  })

  test('counts once it is accepted; when it is rejected it is dropped, with the reason', async () => {
    const company = await enrolled()
    const id = company.organisationId
    const change = async (legalName: string) =>
      company.api.partnerAccount.changeProfile({
        ...{ ...legalProfile, legalName, version: await versionOf(company) },
        ...once(),
      })
    await change('Fabrikam SE')
    const operator = await pass(id)
    const { version } = (await operator.operatorEnrolments.get({ id })).application
    await operator.operatorEnrolments.accept({ id, version, ...once() })
    expect((await company.api.partnerAccount.get()).verified.legalName).toBe('Fabrikam SE')
    expect((await company.api.session.current())?.organisation?.legalName).toBe('Fabrikam SE')

    await change('Fabrikam AG')
    const now = (await operator.operatorEnrolments.get({ id })).application.version
    const check = { check: 'profile', result: 'failed', note: '' } as const
    await operator.operatorEnrolments.setCheck({ id, version: now, ...check, ...once() })
    const last = (await operator.operatorEnrolments.get({ id })).application.version
    const reason = 'The register knows no such name.'
    await operator.operatorEnrolments.reject({ id, version: last, reason, failedFields: [], ...once() })
    expect(await company.api.partnerAccount.get()).toMatchObject({
      verified: { legalName: 'Fabrikam SE' },
      ...{ pending: null, review: null, refusal: reason },
    })
  })

  test('R-101 of the contact’s address asks the new one by M-01; of the phone alone asks nobody', async () => {
    const company = await enrolled()
    const contact = { who: 'someone_else', name: 'Kim Weber', country: 'DE' } as const
    const email = 'kim.weber@fabrikam.example'
    const before = (await given.mailsOf(company.organisationId)).length
    await company.api.partnerAccount.changeContact({
      ...{ ...contact, email, phone: '+49 40 999999', version: await versionOf(company) },
      ...once(),
    })
    expect((await given.mailsOf(company.organisationId)).slice(before)).toEqual([
      'status contact',
      'status applicant',
    ])
    await company.api.partnerAccount.changeContact({
      ...{ ...contact, email: 'lee@fabrikam.example', phone: '+49 40 999999' },
      ...{ version: await versionOf(company), ...once() },
    })
    expect((await given.mailsOf(company.organisationId)).slice(before + 2)).toEqual([
      'verify_contact contact',
      ...['status contact', 'status applicant'],
    ])
    const account = await company.api.partnerAccount.get()
    expect(account.verified).toMatchObject({ contactEmail: email, contactStatus: 'verified' })
    expect(account.pending).toMatchObject({ contactEmail: 'lee@fabrikam.example', contactStatus: 'sent' })
    expect(account.review?.next).toBe('contact')
    await given.confirmContact(company)
    expect((await company.api.partnerAccount.get()).review?.next).toBe('operator')
  })

  test('R-100 a web-mail address is no primary contact here either, and the fourth mail of a day waits', async () => {
    const company = await enrolled()
    const name = async (email: string) =>
      company.api.partnerAccount.changeContact({
        ...{ who: 'someone_else', name: 'Kim Weber', phone: '+49 40 7654321', country: 'DE', email },
        ...{ version: await versionOf(company), ...once() },
      })
    expect(await refusalFrom(name('kim@googlemail.com'))).toEqual({ code: 'web_mail_address' })
    for (const local of ['a', 'b']) await name(`${local}@fabrikam.example`)
    expect((await refusalFrom(name('c@fabrikam.example'))).code).toBe('too_many_attempts')
  })

  test('§4.3 the link of a contact whose change was rejected opens nothing', async () => {
    const company = await enrolled()
    const id = company.organisationId
    const contact = { who: 'someone_else', name: 'Lee Roth', phone: '+49 40 999999', country: 'DE' } as const
    await company.api.partnerAccount.changeContact({
      ...{ ...contact, email: 'lee@fabrikam.example', version: await versionOf(company) },
      ...once(),
    })
    const token = await given.contactToken(id)
    const operator = await reviewer()
    const seen = async () => ({
      ...{ id, version: (await operator.operatorEnrolments.get({ id })).application.version },
      ...once(),
    })
    await operator.operatorEnrolments.setCheck({
      ...{ ...(await seen()), check: 'authority', result: 'failed', note: '' },
    })
    await operator.operatorEnrolments.reject({ ...(await seen()), reason: 'Unknown.', failedFields: [] })
    const { enrolment } = world.caller()
    expect((await company.api.partnerAccount.get()).verified.contactStatus).toBe('verified')
    for (const attempt of [
      enrolment.contactStatus({ token }),
      enrolment.confirmContact({ token, ...given.statements, ...once() }),
    ])
      expect(await refusalFrom(attempt)).toEqual({ code: 'one_time_link_spent' })
  })

  test('that changes nothing is not reviewed; an older page and another country are refused', async () => {
    const company = await enrolled()
    const version = await versionOf(company)
    const same = { ...legalProfile, version, ...once() }
    expect(await company.api.partnerAccount.changeProfile(same)).toEqual({ isChanged: false })
    const late = { ...legalProfile, legalName: 'Fabrikam SE', version: version - 1, ...once() }
    expect(await refusalFrom(company.api.partnerAccount.changeProfile(late))).toEqual({
      code: 'enrolment_state_changed',
      state: 'active',
    })
    const moved = { ...legalProfile, country: 'FR', postalCode: '75001', version, ...once() }
    expect((await refusalFrom(company.api.partnerAccount.changeProfile(moved))).code).toBe(
      'country_not_allowed',
    )
  })

  test('R-097 support is saved without a review, by a helpdesk agent too', async () => {
    const company = await enrolled()
    const agent = await world.as(await person(['helpdesk_agent'], company.organisationId))
    await agent.partnerAccount.changeSupport({ ...support, email: 'desk@fabrikam.example', ...once() })
    expect(await agent.partnerAccount.support()).toMatchObject({ email: 'desk@fabrikam.example' })
    expect((await company.api.partnerAccount.get()).review).toBeNull()
    expect((await world.auditOf(company.organisationId)).at(-1)?.action).toBe('account.support_changed')
  })
})

describe('a second factor for everybody', () => {
  const setUp = async () => {
    const company = await enrolled()
    await turnOnFactor(world, company.api)
    await company.api.partnerAccount.requireSecondFactor({ required: true, ...once() })
    return company
  }

  test('signs out everybody without one, who sets one up at the next sign-in', async () => {
    const company = await enrolled()
    const colleague = await world.person({
      ...{ organisationId: company.organisationId, audience: 'partner', roles: ['helpdesk_agent'] },
      passwordHash: await hashPassword(password),
    })
    const open = await world.as(colleague)
    await turnOnFactor(world, company.api)
    await company.api.partnerAccount.requireSecondFactor({ required: true, ...once() })
    expect(await open.session.current()).toBeNull()
    expect(await company.api.session.current()).not.toBeNull()
    const signIn = { email: colleague.email, password }
    expect(await world.caller({ site: 'partner' }).session.signIn(signIn)).toMatchObject({
      awaits: 'second_factor_set_up',
    })
  })

  test('is required only by an admin who has one', async () => {
    const company = await enrolled()
    const press = company.api.partnerAccount.requireSecondFactor({ required: true, ...once() })
    expect(await refusalFrom(press)).toEqual({ code: 'own_second_factor_missing' })
  })

  test('cannot be turned off while it is required', async () => {
    const company = await setUp()
    expect((await company.api.secondFactor.status()).isMandatory).toBe(true)
    expect(await refusalFrom(company.api.secondFactor.turnOff(once()))).toEqual({
      code: 'second_factor_mandatory',
    })
    await company.api.partnerAccount.requireSecondFactor({ required: false, ...once() })
    await company.api.secondFactor.turnOff(once())
    const actions = (await world.auditOf(company.organisationId)).map(({ action }) => action)
    expect(actions).toContain('account.second_factor_required')
    expect(actions).toContain('account.second_factor_made_optional')
  })

  test('is not required of another company’s people', async () => {
    await setUp()
    const signIn = { email: partner.email, password }
    expect(await world.caller({ site: 'partner' }).session.signIn(signIn)).toMatchObject({ awaits: null })
  })

  test('is required only by an admin who just confirmed who they are', async () => {
    const company = await enrolled()
    await world.asOwner(
      `update auth.session set authenticated_at = now() - interval '20 minutes'
      where account_id = $1`,
      [company.id],
    )
    const refusal = await refusalFrom(
      company.api.partnerAccount.requireSecondFactor({ required: true, ...once() }),
    )
    expect(refusal.code).toBe('step_up_required')
  })
})

describe('U-16 the activity log', () => {
  test('names people with address and roles at the time, and pages without gaps or duplicates', async () => {
    const company = await enrolled()
    const { entries } = await company.api.partnerAccount.activity({})
    const signed = entries.find(({ action }) => action === 'enrolment.agreement_signed')
    expect(signed).toMatchObject({
      person: { name: 'Ada Roy', email: company.email },
      roles: expect.arrayContaining(['admin_agent', 'global_admin']),
    })
    expect(entries.find(({ action }) => action === 'enrolment.contact_verified')).toMatchObject({
      ...{ person: null, isSignedIn: false },
    })
    const paged: string[] = []
    for (let cursor: string | undefined; paged.length < entries.length; ) {
      const page = await company.api.partnerAccount.activity({ limit: 2, cursor })
      paged.push(...page.entries.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
      if (!cursor) break
    }
    expect(paged).toEqual(entries.map(({ id }) => id))
  })

  test('U-16 is filtered by person, subject and days of the reader’s zone', async () => {
    const company = await enrolled()
    const { activity } = company.api.partnerAccount
    const actions = async (filter: Parameters<typeof activity>[0]) =>
      (await activity(filter)).entries.map(({ action }) => action)
    const all = await actions({})
    expect(await actions({ person: company.email.slice(0, 6) })).not.toContain('enrolment.contact_verified')
    expect(await actions({ person: 'ada r' })).toContain('enrolment.agreement_signed')
    expect(await actions({ person: 'nobody' })).toEqual([])
    expect(await actions({ subject: 'customers' })).toEqual([])
    const today = new Date().toISOString().slice(0, 10)
    expect(await actions({ from: today, until: today })).toEqual(all)
    expect(await actions({ until: '2020-01-01' })).toEqual([])
    // It is always a later day on Kiritimati than on Niue.
    const from = dayAt(new Date(), 'Pacific/Kiritimati')
    expect(await actions({ from, timeZone: 'Pacific/Kiritimati' })).toEqual(all)
    expect(await actions({ from, timeZone: 'Pacific/Niue' })).toEqual([])
  })

  test('S1 holds nothing of another company, and names no operator, only the role', async () => {
    const company = await enrolled()
    const { entries } = await partner.api.partnerAccount.activity({ limit: 500 })
    expect(JSON.stringify(entries)).not.toContain(company.email)
    const operator = await world.operator('none', 'operator_admin')
    const { status: _, ...act } = { id: company.organisationId, reason: 'Overdue', status: 'x', ...once() }
    await (await world.as(operator)).operatorPartners.suspend({ ...act, told: 'Please pay.' })
    const [newest] = (await company.api.partnerAccount.activity({ limit: 1 })).entries
    expect(newest).toMatchObject({ action: 'partner.suspended', person: null, isSignedIn: true })
    expect(newest?.roles).toEqual(['operator_admin'])
  })
})

test('U-17 Settings reads how each section stands in one procedure, and of those only that the reader may open', async () => {
  const company = await enrolled()
  const version = await versionOf(company)
  await company.api.partnerAccount.changeProfile({
    ...{ ...legalProfile, legalName: 'Fabrikam SE', version },
    ...once(),
  })
  await person(['sales_agent'], company.organisationId)
  expect(await company.api.partnerAccount.settings()).toMatchObject({
    users: { total: 2, withoutFactor: 2 },
    profile: { attention: [{ kind: 'profile_reviewed' }] },
    signIn: { isSecondFactorRequired: false, directory: null },
    agreement: { newest: { signerName: 'Ada Roy' } },
    activity: { at: expect.any(Date) },
  })
  const userAdmin = await world.as(await person(['user_admin'], company.organisationId))
  expect(await userAdmin.partnerAccount.settings()).toEqual({
    users: { total: 3, withoutFactor: 3 },
    admins: [{ name: expect.any(String), email: company.email }],
    ...{ notice: null, profile: null, signIn: null, agreement: null, activity: null },
  })
})
