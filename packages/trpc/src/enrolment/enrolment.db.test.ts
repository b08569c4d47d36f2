import type { Id } from '@entente/domain/core/id'
import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import { describe, expect, test } from 'vitest'
import {
  contact,
  givenEnrolments,
  legalProfile,
  once,
  password,
  pdf,
  support,
} from '../../testing/enrolment.ts'
import { guessOften } from '../../testing/guess-often.ts'
import { type Caller, cloud, generousLimits, refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world } = given
const partnerAgreement = cloud.agreements.partner
const signing = { accepted: true, version: partnerAgreement.version, signer: 'Ada Roy' } as const

type Company = Awaited<ReturnType<typeof given.applicant>>
const submittedMails = ['status contact', 'status applicant']
const actionsOf = async (id: string) => (await world.auditOf(id)).map(({ action }) => action)
const stateOf = async ({ api }: Company) => (await api.enrolment.get()).state
const versionOf = async ({ api }: Company) => (await api.enrolment.get()).version

test('R-075, R-077, R-085 to R-107 a company walks from Welcome to its signed agreement', async () => {
  const company = await given.submitted()
  expect(await stateOf(company)).toBe('submitted')
  await given.confirmContact(company)
  expect(await stateOf(company)).toBe('email_verified')
  await given.accept(company)
  expect(await refusalFrom(company.api.enrolment.signAgreement({ ...signing, ...once() }))).toEqual({
    code: 'admin_agent_missing',
  })
  await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
  await company.api.enrolment.signAgreement({ ...signing, ...once() })
  const { state, agreements, nextActor } = await company.api.enrolment.get()
  expect({ state, nextActor }).toEqual({ state: 'active', nextActor: 'nobody' })
  expect(agreements).toMatchObject([{ signerName: 'Ada Roy', name: partnerAgreement.name }])
  expect((await company.api.customers.list({})).customers).toEqual([])
  expect(await given.mailsOf(company.organisationId)).toEqual([
    'verify_contact contact',
    ...submittedMails,
    ...['status contact', 'status applicant'],
    ...['status contact', 'status applicant'],
  ])
  expect(await actionsOf(company.organisationId)).toEqual([
    'enrolment.started',
    'session.started',
    'enrolment.membership_signed_in',
    'enrolment.membership_linked',
    'enrolment.submitted',
    'enrolment.contact_verified',
    'user.updated',
    'enrolment.agreement_signed',
  ])
})

describe('R-076, R-077, R-088 work account', () => {
  const asConfirmed = {
    ...{ organisation: 'Fabrikam Handel', country: 'AT', name: 'Ada Lovelace' },
    password: 'harbour lamp violet 42',
  }

  test('R-085 Welcome needs no sign-in and lists what to have ready', async () => {
    const { kinds } = await world.caller().enrolment.welcome()
    expect(kinds.map(({ kind }) => kind)).toEqual(cloud.enrolment.kinds)
    expect(kinds.every(({ checklist }) => checklist.includes('membership'))).toBe(true)
  })

  test('nothing exists before the confirm press, and the link works once', async () => {
    const person = given.newcomer()
    await world.caller().enrolment.createWorkAccount({ ...person, ...once() })
    const token = await given.workAccountToken(person.email)
    expect(await world.caller().enrolment.workAccountStatus({ token })).toMatchObject({
      ...{ email: person.email, organisation: person.organisation, name: person.name, country: 'DE' },
      asked: { device: null, address: null },
    })
    const accounts = () => world.asOwner('select from auth.account where email = $1', [person.email])
    expect(await accounts()).toHaveLength(0)
    const confirm = () => world.caller().enrolment.confirmWorkAccount({ token, ...asConfirmed, ...once() })
    await confirm()
    expect(await accounts()).toHaveLength(1)
    expect(await refusalFrom(confirm())).toEqual({ code: 'one_time_link_spent' })
  })

  test('the holder of the newest link chooses the password, corrects the company and is signed in', async () => {
    const { email, ...stranger } = given.newcomer()
    const ask = (name: string) =>
      world.caller().enrolment.createWorkAccount({ ...stranger, email, name, ...once() })
    await ask('Sly Stranger')
    const older = await given.workAccountToken(email)
    await ask('Ada')
    const press = async (token: string) =>
      world.caller().enrolment.confirmWorkAccount({ token, ...asConfirmed, ...once() })
    expect(await refusalFrom(press(older))).toEqual({ code: 'one_time_link_spent' })
    const answer = await press(await given.workAccountToken(email))
    const token = 'session' in answer ? answer.session.token : undefined
    expect(await world.caller({ token }).session.current()).toMatchObject({
      account: { email, name: asConfirmed.name },
      organisation: { legalName: asConfirmed.organisation, country: 'AT', status: 'enrolling' },
    })
    const signIn = (secret: string) =>
      world.caller({ site: 'partner' }).session.signIn({ email, password: secret })
    expect(await signIn(asConfirmed.password)).toMatchObject({ awaits: null })
  })

  test('S14 an address with an account gets the same answer, and its owner a mail', async () => {
    const { email, id } = await given.applicant()
    const again = { ...given.newcomer(), email }
    expect(await world.caller().enrolment.createWorkAccount({ ...again, ...once() })).toEqual({})
    expect((await world.jobsAbout(id)).map(({ name }) => name)).toEqual(['mail.sign-up-repeated'])
  })

  test.each(['Ada@GMAIL.com', 'ada+work@googlemail.com', 'ada@mail.added.example', 'ada@gmаil.com'])(
    'R-076, R-100 %s is no work account',
    async (email) => {
      await world.asOwner(
        `insert into web_mail_domain (domain, added_by, added_at) values ('added.example', $1, now())
        on conflict do nothing`,
        ['00000000-0000-0000-0000-000000000001'],
      )
      const person = { ...given.newcomer(), email }
      expect(await refusalFrom(world.caller().enrolment.createWorkAccount({ ...person, ...once() }))).toEqual(
        {
          code: 'web_mail_address',
        },
      )
    },
  )

  test('R-087 a person who is not a global admin is stopped and told who is', async () => {
    const company = await given.applicant()
    const colleague = await world.person({
      ...{ organisationId: company.organisationId, audience: 'partner', roles: ['sales_agent'] },
    })
    const refusal = await refusalFrom((await world.as(colleague)).enrolment.prospects())
    expect(refusal).toEqual({ code: 'not_global_admin', admins: [{ name: 'Ada Roy', email: company.email }] })
  })

  test('§4.2 until its agreement is signed a company can do nothing but enrol', async () => {
    const { api } = await given.applicant()
    expect(await refusalFrom(api.customers.list({}))).toEqual({ code: 'partner_not_enrolled' })
  })
})

describe('R-074 a partner enrols for another kind of account', () => {
  const switched = async <C extends { api: Caller }>(company: C, id: Id<'organisation'>) => {
    const renewed = await company.api.session.switchOrganisation({ id })
    return { ...company, api: world.caller({ token: renewed?.token }) }
  }

  test('only the support contact is asked; the session goes on in the new account and back', async () => {
    const company = await given.active()
    const { organisationId } = await company.api.enrolment.start({ kind: 'direct_bill', ...once() })
    const again = await company.api.enrolment.start({ kind: 'direct_bill', ...once() })
    expect(again).toEqual({ organisationId })
    const other = await switched(company, organisationId)
    const known = await company.api.enrolment.get()
    const { missing, isKnownCompany, profile, kind, mpnId, membership } = await other.api.enrolment.get()
    expect({ mpnId, membership }).toEqual({ mpnId: known.mpnId, membership: known.membership })
    expect(mpnId).not.toBeNull()
    expect({ missing, isKnownCompany, kind }).toEqual({
      ...{ missing: ['support'], isKnownCompany: true, kind: 'direct_bill' },
    })
    expect(profile).toMatchObject({ addressLine1: legalProfile.line1, contactEmail: contact.email })
    expect(await refusalFrom(other.api.enrolment.saveLegalProfile({ ...legalProfile, ...once() }))).toEqual({
      code: 'enrolment_state_changed',
      state: 'membership_linked',
    })
    await other.api.enrolment.saveSupport({ ...support, ...once() })
    await other.api.enrolment.submit({ version: await versionOf(other), ...once() })
    expect(await given.mailsOf(organisationId)).toEqual(['verify_contact contact', ...submittedMails])
    const { api } = await switched(other, company.organisationId)
    expect((await api.customers.list({})).customers).toEqual([])
    const { organisations } = await api.session.organisations()
    expect(organisations.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
  })

  test('S15 nobody without a second factor switches into a company that requires one', async () => {
    const company = await given.active()
    await turnOnFactor(world, company.api)
    await company.api.partnerAccount.requireSecondFactor({ required: true, ...once() })
    // As for somebody who joins the company from another one.
    await world.asOwner('delete from auth.second_factor')
    const { organisationId } = await company.api.enrolment.start({ kind: 'direct_bill', ...once() })
    const { api } = await switched(company, organisationId)
    const back = api.session.switchOrganisation({ id: company.organisationId })
    expect(await refusalFrom(back)).toEqual({ code: 'second_factor_required' })
  })

  test('S1 nobody switches into a company that is not theirs', async () => {
    const [mine, foreign] = [await given.applicant(), await given.applicant()]
    const move = mine.api.session.switchOrganisation({ id: foreign.organisationId })
    expect(await refusalFrom(move)).toEqual({ code: 'not_found' })
  })
})

test('R-099 a contact from a domain that is not the company’s is marked to applicant and reviewer', async () => {
  const company = await given.submitted()
  const reviewer = await world.as(await world.operator('none', 'enrolment_reviewer'))
  const marks = async () => {
    const own = await company.api.enrolment.get()
    const seen = await reviewer.operatorEnrolments.get({ id: company.organisationId })
    return [own.contactForeignTo, seen.contactForeignTo]
  }
  const [, domain = ''] = company.email.split('@')
  expect(await marks()).toEqual([[domain], [domain]])
  await company.api.enrolment.changeContact({ ...contact, email: `kim@${domain}`, ...once() })
  expect(await marks()).toEqual([null, null])
})

describe('R-089 to R-096 membership', () => {
  test('R-091 a wrong password gets a neutral answer and is recorded without it', async () => {
    const { api, organisationId } = await given.applicant()
    const { userName } = await given.directoryLogin()
    const wrong = 'not the passphrase 99'
    for (const name of [userName, 'nobody'])
      expect(
        await refusalFrom(api.enrolment.signInToMembership({ userName: name, password: wrong })),
      ).toEqual({
        code: 'wrong_credentials',
      })
    expect(JSON.stringify(await world.auditOf(organisationId))).not.toContain(wrong)
    expect(await actionsOf(organisationId)).toContain('enrolment.membership_refused')
  })

  test('R-080 the password is stored nowhere', async () => {
    const { api } = await given.applicant()
    const { userName } = await given.directoryLogin()
    await api.enrolment.signInToMembership({ userName, password })
    for (const table of ['audit_record', 'idempotency', 'enrolment', 'outbox', 'enrolment_event'])
      expect(await world.asOwner(`select from ${table} t where t::text like $1`, [`%${password}%`])).toEqual(
        [],
      )
  })

  test('R-095, R-096, D-25 inactive, foreign and used profiles are shown with the reason and cannot be chosen', async () => {
    const used = await given.link(await given.applicant())
    const { api } = await given.applicant()
    const login = await given.directoryLogin([{}, { status: 'inactive' }, { country: 'FR' }])
    await world.asOwner('insert into directory_login_profile (user_name, mpn_id) values ($1, $2)', [
      login.userName,
      used,
    ])
    await api.enrolment.signInToMembership({ userName: login.userName, password })
    const { profiles } = await api.enrolment.membershipOptions()
    const reasons = Object.fromEntries(
      (profiles ?? []).map(({ mpnId, unusable }) => [mpnId, unusable?.reason]),
    )
    const [good, inactive, french] = login.mpnIds
    expect(reasons).toEqual({
      ...{
        [good ?? '']: undefined,
        [inactive ?? '']: 'inactive',
        [french ?? '']: 'other_country',
        [used]: 'in_use',
      },
    })
    expect(await refusalFrom(api.enrolment.chooseProfile({ mpnId: french ?? '', ...once() }))).toEqual({
      ...{
        code: 'mpn_profile_unusable',
        reason: 'other_country',
        profileCountry: 'FR',
        country: 'DE',
      },
    })
  })

  test('R-094 a number that no sign-in found cannot be chosen, and options end after 15 minutes', async () => {
    const company = await given.applicant()
    const { userName, mpnIds } = await given.directoryLogin()
    const choose = (mpnId = '4711471100') => company.api.enrolment.chooseProfile({ mpnId, ...once() })
    expect(await refusalFrom(choose())).toEqual({ code: 'membership_not_chosen' })
    await company.api.enrolment.signInToMembership({ userName, password })
    expect(await refusalFrom(choose())).toEqual({ code: 'membership_not_chosen' })
    await world.asOwner(`update enrolment set options_until = now() where organisation_id = $1`, [
      company.organisationId,
    ])
    expect(await refusalFrom(choose(mpnIds[0]))).toEqual({ code: 'membership_not_chosen' })
  })

  test('R-094 Cancel leads back to the sign-in and loses nothing', async () => {
    const company = await given.applicant()
    await given.fillIn(company)
    await given.link(company)
    await company.api.enrolment.cancelMembership(once())
    const { state, mpnId, missing } = await company.api.enrolment.get()
    expect({ state, mpnId, missing }).toEqual({ state: 'signed_in', mpnId: null, missing: [] })
    await given.link(company)
    expect(await stateOf(company)).toBe('membership_linked')
  })

  test('R-095 two companies choose one MPN ID at once: one gets it', async () => {
    const [one, other] = [await given.applicant(), await given.applicant()]
    const { userName, mpnIds } = await given.directoryLogin()
    for (const { api } of [one, other]) await api.enrolment.signInToMembership({ userName, password })
    const chosen = await Promise.allSettled(
      [one, other].map(({ api }) => api.enrolment.chooseProfile({ mpnId: mpnIds[0] ?? '', ...once() })),
    )
    expect(chosen.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [late] = chosen.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect((await refusalFrom(Promise.reject(late?.reason))).code).toMatch(
      /^(mpn_in_use|mpn_profile_unusable)$/,
    )
  })

  test('§4.2 postponed: the application goes on, the agreement waits until a profile is linked', async () => {
    const company = await given.applicant()
    await company.api.enrolment.postponeMembership(once())
    await given.fillIn(company)
    await company.api.enrolment.submit({ version: await versionOf(company), ...once() })
    await given.confirmContact(company)
    await given.accept(company)
    await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    const sign = () => company.api.enrolment.signAgreement({ ...signing, ...once() })
    expect(await refusalFrom(sign())).toEqual({ code: 'membership_not_chosen' })
    await given.link(company)
    await sign()
    expect(await stateOf(company)).toBe('active')
  })
})

test('S4 a wrong membership password counts against the account: five a minute', async () => {
  const limited = await givenEnrolments()
  const { api } = await limited.applicant()
  const guess = () => refusalFrom(api.enrolment.signInToMembership({ userName: 'ada', password: 'no' }))
  for (let index = 0; index < 5; index++) expect(await guess()).toEqual({ code: 'wrong_credentials' })
  expect(await guess()).toMatchObject({ code: 'too_many_attempts' })
})

test('S4 wrong membership passwords count against the login, whichever companies guess, and keep no company from its own', async () => {
  const away = new Set<string>()
  const directory: MembershipDirectory = {
    signIn: async (_, given) =>
      away.has(given)
        ? { result: 'unavailable' }
        : given === password
          ? { result: 'ok', profiles: [] }
          : { result: 'wrong_credentials' },
  }
  const limited = await givenEnrolments({ directory, limits: generousLimits })
  const companies = await Promise.all(Array.from({ length: 4 }, () => limited.applicant()))
  const [first, second, third, owner] = companies.map(
    ({ api }) =>
      (given = 'no', userName = 'ada') =>
        api.enrolment.signInToMembership({ userName, password: given }),
  )
  if (!first || !second || !third || !owner) throw new Error('Four companies enrol.')
  for (const guess of [first, second, third, first, second, third])
    expect(await refusalFrom(guess())).toEqual({ code: 'wrong_credentials' })
  // So often that the wait is longer than this test.
  await guessOften(limited.world, first)
  for (const guess of [first, second, third])
    expect(await refusalFrom(guess('no', ' ADA '))).toMatchObject({ code: 'too_many_attempts' })
  expect(await refusalFrom(first('no', 'kim'))).toEqual({ code: 'wrong_credentials' })
  // While the directory is away nothing counts, and nothing opens.
  away.add('any')
  expect(await refusalFrom(owner('any'))).toEqual({ code: 'membership_unavailable' })
  expect(await refusalFrom(first())).toMatchObject({ code: 'too_many_attempts' })
  expect(await refusalFrom(owner())).toEqual({ code: 'wrong_credentials' })
  expect(await owner(password)).toEqual({ profiles: 0 })
  expect(await refusalFrom(first())).toEqual({ code: 'wrong_credentials' })
})

test('R-091 a directory that does not answer loses nothing and costs no attempt', async () => {
  const away = await givenEnrolments({ directory: { signIn: async () => ({ result: 'unavailable' }) } })
  const { api } = await away.applicant()
  for (let index = 0; index < 8; index++) {
    const call = api.enrolment.signInToMembership({ userName: 'ada', password })
    expect(await refusalFrom(call)).toEqual({ code: 'membership_unavailable' })
  }
  expect((await api.enrolment.get()).state).toBe('signed_in')
})

test('a role taken away while the directory is asked saves none of its profiles', async () => {
  const signIn: MembershipDirectory['signIn'] = async () => {
    await asked.world.asOwner(`update auth.membership set roles = '{sales_agent}'`)
    return { result: 'ok', profiles: [] }
  }
  const asked = await givenEnrolments({ directory: { signIn } })
  const { api, organisationId } = await asked.applicant()
  const refusal = await refusalFrom(api.enrolment.signInToMembership({ userName: 'ada', password }))
  expect(refusal).toMatchObject({ code: 'missing_permission' })
  const actions = (await asked.world.auditOf(organisationId)).map(({ action }) => action)
  expect(actions).not.toContain('enrolment.membership_signed_in')
  expect(actions).toContain('permission.refused')
})

describe('R-097 to R-100 the parts of an application, and Enroll now', () => {
  test('R-097 each part is saved alone and is there on another device', async () => {
    const company = await given.applicant()
    await company.api.enrolment.saveSupport({ ...support, ...once() })
    const elsewhere = await world.as(company.account)
    const { missing, profile } = await elsewhere.enrolment.get()
    expect(missing).toEqual(['legal_profile', 'primary_contact'])
    expect(profile.supportPhone).toBe('+49401234567')
    await given.link(company)
    const submit = company.api.enrolment.submit({ version: await versionOf(company), ...once() })
    expect(await refusalFrom(submit)).toEqual({
      ...{ code: 'enrolment_incomplete', missing: ['legal_profile', 'primary_contact'] },
    })
  })

  test('R-099 "me" is who the account says, whatever the form says', async () => {
    const company = await given.applicant()
    await company.api.enrolment.saveContact({
      ...contact,
      who: 'me',
      email: 'other@fabrikam.example',
      ...once(),
    })
    const { profile } = await company.api.enrolment.get()
    expect(profile).toMatchObject({
      contactName: 'Ada Roy',
      contactEmail: company.email,
      contactIsApplicant: true,
    })
  })

  test('R-100 a web-mail address is no primary contact', async () => {
    const { api } = await given.applicant()
    const save = api.enrolment.saveContact({ ...contact, email: 'Kim@Outlook.COM', ...once() })
    expect(await refusalFrom(save)).toEqual({ code: 'web_mail_address' })
  })

  test('R-096 the profile stays in the country of the account', async () => {
    const { api } = await given.applicant()
    const save = api.enrolment.saveLegalProfile({
      ...legalProfile,
      country: 'FR',
      postalCode: '75001',
      ...once(),
    })
    expect(await refusalFrom(save)).toEqual({ code: 'country_not_allowed', country: 'FR' })
  })

  test('R-098 two global admins submit at once: one does, the other is told', async () => {
    const company = await given.applicant()
    await given.link(company)
    await given.fillIn(company)
    const version = await versionOf(company)
    const colleague = await world.as(
      await world.person({
        ...{ organisationId: company.organisationId, audience: 'partner', roles: ['global_admin'] },
      }),
    )
    const pressed = await Promise.allSettled(
      [company.api, colleague].map((api) => api.enrolment.submit({ version, ...once() })),
    )
    const [late] = pressed.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect(await refusalFrom(Promise.reject(late?.reason))).toEqual({
      ...{ code: 'enrolment_state_changed', state: 'submitted' },
    })
    expect(await given.mailsOf(company.organisationId)).toHaveLength(3)
  })

  test('R-098 what was submitted is not edited behind the reviewer’s back', async () => {
    const { api } = await given.submitted()
    expect(await refusalFrom(api.enrolment.saveSupport({ ...support, ...once() }))).toEqual({
      ...{ code: 'enrolment_state_changed', state: 'submitted' },
    })
  })
})

describe('§3.3 what a check of the cloud needs of the applicant', () => {
  test('a direct-bill company consents to the credit check before Enroll now, once and on record', async () => {
    const company = await given.applicant('direct_bill')
    await given.link(company)
    await given.fillIn(company)
    const credit = async () => (await company.api.enrolment.get()).asked
    expect(await credit()).toEqual([
      ...[{ check: 'credit_check', document: null, consent: true, missing: ['consent'], consentedAt: null }],
    ])
    const submit = async () => company.api.enrolment.submit({ version: await versionOf(company), ...once() })
    expect(await refusalFrom(submit())).toEqual({ code: 'enrolment_incomplete', missing: ['evidence'] })
    for (const _ of [1, 2]) await company.api.enrolment.giveConsent({ check: 'credit_check', ...once() })
    expect(await credit()).toMatchObject([{ missing: [], consentedAt: expect.any(Date) }])
    const consents = (await world.auditOf(company.organisationId)).filter(
      ({ action }) => action === 'enrolment.consent_given',
    )
    expect(consents.map(({ payload }) => payload)).toEqual([{ check: 'credit_check' }])
    await submit()
    expect(await stateOf(company)).toBe('submitted')
  })

  test('a consent that the operator asks for is an answer to it, and none is taken after the decision', async () => {
    const company = await given.applicant('indirect_provider')
    await given.fillIn(company)
    await given.setState(company.organisationId, 'documents_requested', 'Please consent.')
    expect((await company.api.enrolment.get()).hasAnswer).toBe(false)
    await company.api.enrolment.giveConsent({ check: 'credit_check', ...once() })
    expect((await company.api.enrolment.get()).hasAnswer).toBe(true)
    await given.setState(company.organisationId, 'accepted')
    const late = company.api.enrolment.giveConsent({ check: 'credit_check', ...once() })
    expect(await refusalFrom(late)).toMatchObject({ code: 'enrolment_state_changed' })
  })

  test('a reseller is asked for nothing more', async () => {
    const company = await given.applicant()
    const { asked, asksEvidence } = await company.api.enrolment.get()
    expect({ asked, asksEvidence }).toEqual({ asked: [], asksEvidence: false })
  })
})

describe('R-101 to R-103, §4.3 the primary contact', () => {
  const statusOf = (token: string) => world.caller().enrolment.contactStatus({ token })

  test('R-101 opening the link changes nothing, however often', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    for (const _ of [1, 2, 3])
      expect(await statusOf(token)).toMatchObject({ result: 'open', email: contact.email })
    expect(await stateOf(company)).toBe('submitted')
  })

  test('R-101 both statements have to be ticked', async () => {
    const { organisationId } = await given.submitted()
    const token = await given.contactToken(organisationId)
    const confirm = world.caller().enrolment.confirmContact({
      ...{ token, signedUp: true, addressIsOurs: false as never, ...once() },
    })
    expect(await refusalFrom(confirm)).toMatchObject({
      code: 'invalid_input',
      fields: { addressIsOurs: [expect.anything()] },
    })
  })

  test('§4.3 verified -> verified: the link opened again says so, and pressing again does nothing', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    await given.confirmContact(company)
    expect(await statusOf(token)).toMatchObject({ result: 'verified' })
    const { version, timeline } = await company.api.enrolment.get()
    const again = world.caller().enrolment.confirmContact({ token, ...given.statements, ...once() })
    expect(await again).toEqual({ organisation: legalProfile.legalName })
    expect(await company.api.enrolment.get()).toMatchObject({ version, timeline })
    expect(await given.mailsOf(company.organisationId)).toHaveLength(5)
    const denial = world.caller().enrolment.denyContact({ token, ...once() })
    expect(await refusalFrom(denial)).toEqual({ code: 'one_time_link_spent' })
  })

  test('R-104 the contact, who has no account, reads on its page how the application stands and who acts', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    expect(await statusOf(token)).not.toHaveProperty('state')
    await given.confirmContact(company)
    await given.setState(company.organisationId, 'documents_requested', 'An extract of the register, please.')
    expect(await statusOf(token)).toMatchObject({
      ...{ result: 'verified', state: 'documents_requested', reason: 'An extract of the register, please.' },
      actor: { name: 'Ada Roy', email: company.email },
    })
  })

  test('§4.3 of two presses at once one verifies the address, and both are told so', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    const press = () => world.caller().enrolment.confirmContact({ token, ...given.statements, ...once() })
    const organisation = legalProfile.legalName
    expect(await Promise.all([press(), press()])).toEqual([{ organisation }, { organisation }])
    const events = (await company.api.enrolment.get()).timeline.map(({ event }) => event)
    expect(events.filter((event) => event === 'verify_contact')).toHaveLength(1)
    expect(await given.mailsOf(company.organisationId)).toHaveLength(5)
  })

  test('§4.3 a contact that bounced cannot answer; the applicant names another one', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    await world.asOwner(`update partner_profile set contact_status = 'bounced' where organisation_id = $1`, [
      company.organisationId,
    ])
    expect(await refusalFrom(statusOf(token))).toEqual({ code: 'one_time_link_spent' })
    expect(await refusalFrom(given.confirmContact(company))).toEqual({ code: 'one_time_link_spent' })
    expect((await company.api.enrolment.get()).nextActor).toBe('applicant')
    await company.api.enrolment.changeContact({ ...contact, email: 'max@fabrikam.example', ...once() })
    await given.confirmContact(company)
    expect(await stateOf(company)).toBe('email_verified')
  })

  test('§4.3 denied: the application is held, the applicant is told, another contact lets it continue', async () => {
    const company = await given.submitted()
    const token = await given.contactToken(company.organisationId)
    await world.caller().enrolment.denyContact({ token, ...once() })
    const { state, contact: asked, nextActor } = await company.api.enrolment.get()
    expect({ state, status: asked.status, nextActor }).toEqual({
      ...{ state: 'blocked_denied', status: 'denied', nextActor: 'applicant' },
    })
    expect(await statusOf(token)).toMatchObject({ result: 'denied' })
    const mails = await given.mailsOf(company.organisationId)
    expect(mails.at(-1)).toBe('status applicant')
    await world.caller().enrolment.denyContact({ token, ...once() })
    expect(await given.mailsOf(company.organisationId)).toEqual(mails)
    expect(await refusalFrom(given.confirmContact(company))).toEqual({ code: 'one_time_link_spent' })
    await company.api.enrolment.changeContact({ ...contact, email: 'max@fabrikam.example', ...once() })
    expect(await stateOf(company)).toBe('submitted')
    await given.confirmContact(company)
    expect(await stateOf(company)).toBe('email_verified')
  })

  test('R-103 another contact: the old link stops working, even after the first one confirmed', async () => {
    const company = await given.submitted()
    const old = await given.contactToken(company.organisationId)
    await given.confirmContact(company)
    await company.api.enrolment.changeContact({ ...contact, email: 'max@fabrikam.example', ...once() })
    expect(await refusalFrom(statusOf(old))).toEqual({ code: 'one_time_link_spent' })
    const { state, contact: now, nextActor } = await company.api.enrolment.get()
    expect({ state, status: now.status, nextActor }).toEqual({
      state: 'submitted',
      status: 'sent',
      nextActor: 'contact',
    })
  })

  test('§4.3 resent: after one business day, three a day, each invalidates the earlier link', async () => {
    const company = await given.submitted()
    const resend = () => company.api.enrolment.resendContactMail(once())
    expect((await refusalFrom(resend())).code).toBe('too_many_attempts')
    const back = (days: number) =>
      world.asOwner(
        `update auth.one_time_link set created_at = created_at - make_interval(days => $2) where organisation_id = $1`,
        [company.organisationId, days],
      )
    const old = await given.contactToken(company.organisationId)
    await back(4)
    await resend()
    expect(await refusalFrom(statusOf(old))).toEqual({ code: 'one_time_link_spent' })
    expect((await refusalFrom(resend())).code).toBe('too_many_attempts')
    expect(await given.mailsOf(company.organisationId)).toEqual([
      ...['verify_contact contact', ...submittedMails, 'verify_contact contact'],
    ])
  })

  test('§4.3 expired: the applicant sees it and can send again at once', async () => {
    const company = await given.submitted()
    await world.asOwner(
      `update auth.one_time_link set created_at = created_at - interval '8 days', expires_at = now() where organisation_id = $1`,
      [company.organisationId],
    )
    const token = await given.contactToken(company.organisationId)
    expect(await refusalFrom(statusOf(token))).toEqual({ code: 'one_time_link_spent' })
    expect((await company.api.enrolment.get()).contact).toMatchObject({
      isExpired: true,
      resend: { wait: 0 },
    })
    await company.api.enrolment.resendContactMail(once())
    await given.confirmContact(company)
  })

  test('S12 a link of another kind opens nothing here', async () => {
    const person = given.newcomer()
    await world.caller().enrolment.createWorkAccount({ ...person, ...once() })
    const token = await given.workAccountToken(person.email)
    expect(await refusalFrom(statusOf(token))).toEqual({ code: 'one_time_link_unknown' })
  })
})

describe('§4.2 documents, appeal', () => {
  const upload = (company: Company, content = pdf) =>
    company.api.enrolment.uploadDocument({ kind: 'registration', name: 'Auszug.pdf', content, ...once() })
  async function asked(state = 'documents_requested') {
    const company = await given.submitted()
    await given.confirmContact(company)
    await given.setState(company.organisationId, state, 'Please send the register.')
    return company
  }

  test('U-21 the applicant sees what is asked, uploads and sends; the review goes on', async () => {
    const company = await asked()
    const before = await company.api.enrolment.get()
    expect(before).toMatchObject({
      reason: 'Please send the register.',
      nextActor: 'applicant',
      hasAnswer: false,
    })
    const provide = async () =>
      company.api.enrolment.provideDocuments({
        version: await versionOf(company),
        comment: 'Here it is',
        ...once(),
      })
    expect(await refusalFrom(provide())).toEqual({ code: 'enrolment_incomplete', missing: ['answer'] })
    const { id } = await upload(company)
    const { fileName, mediaType, content } = await company.api.enrolment.document({ id })
    expect({ fileName, mediaType, content }).toEqual({
      fileName: 'Auszug.pdf',
      mediaType: 'application/pdf',
      content: pdf,
    })
    await provide()
    const after = await company.api.enrolment.get()
    expect(after).toMatchObject({ state: 'in_review', reason: null, nextActor: 'operator' })
    expect(after.timeline.at(-1)).toMatchObject({ event: 'provide_documents', note: 'Here it is' })
    expect((await given.mailsOf(company.organisationId)).slice(-2)).toEqual(submittedMails)
  })

  test('a rejected application is appealed with a new document', async () => {
    const company = await asked('rejected')
    await upload(company)
    await company.api.enrolment.appeal({
      version: await versionOf(company),
      comment: 'Look again',
      ...once(),
    })
    expect(await stateOf(company)).toBe('in_review')
  })

  test.each(['documents_requested', 'rejected'] as const)(
    'U-21 in %s a correction alone is sent, without a document; saving what was there is none',
    async (state) => {
      const company = await asked(state)
      const { enrolment } = company.api
      const answer = async () => {
        const version = await versionOf(company)
        return enrolment[state === 'rejected' ? 'appeal' : 'provideDocuments']({
          version,
          comment: 'Corrected',
          ...once(),
        })
      }
      await enrolment.saveLegalProfile({ ...legalProfile, ...once() })
      expect((await enrolment.get()).hasAnswer).toBe(false)
      expect(await refusalFrom(answer())).toEqual({ code: 'enrolment_incomplete', missing: ['answer'] })
      await enrolment.saveLegalProfile({ ...legalProfile, registrationNumber: 'HRB 4712', ...once() })
      expect((await enrolment.get()).hasAnswer).toBe(true)
      await answer()
      expect(await enrolment.get()).toMatchObject({ state: 'in_review', hasAnswer: false, reason: null })
    },
  )

  test.each(['documents_requested', 'rejected'] as const)(
    'U-21 in %s the applicant replaces the membership and corrects the contact',
    async (state) => {
      const company = await asked(state)
      const { enrolment } = company.api
      const { mpnId: before } = await enrolment.get()
      const mpnId = await given.link(company)
      expect(await enrolment.get()).toMatchObject({ state, mpnId, hasAnswer: true })
      expect(mpnId).not.toBe(before)
      const mails = async () => given.mailsOf(company.organisationId)
      const asking = (await mails()).length
      // The proven address stays proven when only the phone is corrected.
      await enrolment.changeContact({ ...contact, phone: '+49 40 7654322', ...once() })
      expect(await enrolment.get()).toMatchObject({ state, contact: { status: 'verified' } })
      expect(await mails()).toHaveLength(asking)
      await enrolment.changeContact({ ...contact, email: 'noor@fabrikam.example', ...once() })
      expect(await enrolment.get()).toMatchObject({ state, contact: { status: 'sent' } })
      expect((await mails()).slice(asking)).toEqual(['verify_contact contact'])
      await given.confirmContact(company)
      expect(await enrolment.get()).toMatchObject({ state, contact: { status: 'verified' } })
    },
  )

  test('R-098 corrections while the operator waits are recorded and raise the version', async () => {
    const company = await asked()
    const version = await versionOf(company)
    await company.api.enrolment.saveLegalProfile({ ...legalProfile, legalName: 'Fabrikam AG', ...once() })
    expect(await versionOf(company)).toBe(version + 1)
    expect(await actionsOf(company.organisationId)).toContain('enrolment.profile_corrected')
  })

  test('only PDF, PNG and JPEG by content are accepted, never empty, 5 MiB and ten at most', async () => {
    const company = await asked()
    const refused = async (content: string) => refusalFrom(upload(company, content))
    const html = Buffer.from('<html><script>alert(1)</script>').toString('base64')
    expect(await refused(html)).toEqual({ code: 'document_refused', reason: 'type' })
    expect(await refused('')).toEqual({ code: 'document_refused', reason: 'empty' })
    const large = Buffer.concat([Buffer.from(pdf, 'base64'), Buffer.alloc(5 * 1024 * 1024)]).toString(
      'base64',
    )
    expect(await refused(large)).toEqual({ code: 'document_refused', reason: 'too_large' })
    for (let index = 0; index < 10; index++) await upload(company)
    expect(await refused(pdf)).toEqual({ code: 'document_refused', reason: 'too_many' })
  })

  test('S1 another company’s document is not found', async () => {
    const { id } = await upload(await asked())
    const foreign = await given.applicant()
    expect(await refusalFrom(foreign.api.enrolment.document({ id }))).toEqual({ code: 'not_found' })
  })
})

test('§4.2 an agreement of another version cannot be signed', async () => {
  const company = await given.accepted()
  await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
  const sign = company.api.enrolment.signAgreement({ ...signing, version: '1999-01', ...once() })
  expect(await refusalFrom(sign)).toEqual({ code: 'agreement_changed' })
})
