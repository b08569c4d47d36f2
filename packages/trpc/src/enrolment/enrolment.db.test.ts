import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import {
  contact,
  givenEnrolments,
  legalProfile,
  once,
  pdf,
  signing,
  submittedMails,
  support,
} from '../../testing/enrolment.ts'
import { type Caller, cloud, generousLimits, refusalFrom } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world, actionsOf, stateOf, versionOf } = given
const partnerAgreement = cloud.agreements.partner

type Company = Awaited<ReturnType<typeof given.applicant>>

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
