import { describe, expect, test } from 'vitest'
import { contact, givenEnrolments, legalProfile, once, submittedMails } from '../../testing/enrolment.ts'
import { generousLimits, refusalFrom } from '../../testing/index.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world, stateOf } = given

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
