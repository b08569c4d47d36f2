import { linkToken } from '@entente/auth/link-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth, asInbound } from '@entente/db/core/scopes'
import { insertOneTimeLink } from '@entente/db/identity/one-time-links'
import { insertReceipt } from '@entente/db/mail/webhook-receipts'
import { givenPerson } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { EnrolmentMailKind, EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { translatorFor } from '@entente/i18n/server'
import { enrolmentMailJobs } from '@entente/queue/application-mails'
import type { JobData } from '@entente/queue/jobs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openStage, sites } from '../testing/index.ts'

const { database, inbox, tools, run } = await openStage()
const [english, german] = [translatorFor('en'), translatorFor('de')]

beforeEach(() => {
  inbox.mails.length = 0
})

type Given = { state?: EnrolmentState; contact?: ContactState; reason?: string; expiresAt?: Date }

/** A company whose application is in `state`, with the newest verification of its contact. */
async function givenApplication({ state = 'submitted', contact = 'sent', reason, expiresAt }: Given = {}) {
  const id = newId<'organisation'>()
  await database.asOwner(
    `insert into organisation (id, kind, legal_name, country, partner_kind, partner_status, created_at)
    values ($1, 'partner', 'Fabrikam', 'DE', 'direct_bill', 'enrolling', now())`,
    [id],
  )
  const applicant = await givenPerson(database.api, {
    ...{ organisationId: id, audience: 'partner', roles: ['global_admin'] },
  })
  await database.asOwner(`update auth.account set locale = 'de' where id = $1`, [applicant.id])
  await database.asOwner(
    `insert into enrolment (organisation_id, kind, state, applicant_id, created_at, state_since, reason)
    values ($1, 'direct_bill', $2, $3, now(), now(), $4)`,
    [id, state, applicant.id, reason ?? null],
  )
  const [linkId, mailId, email] = [
    newId<'one_time_link'>(),
    newId<'outbox'>(),
    `kim@${id.slice(-12)}.example`,
  ]
  await database.asOwner(
    `insert into partner_profile (organisation_id, legal_name, country, contact_name, contact_email, contact_status,
      contact_mail_id, updated_at)
    values ($1, 'Fabrikam', 'DE', 'Kim Weber', $2, $3, $4, now())`,
    [id, email, contact, mailId],
  )
  await asAuth(database.api, null, (db) =>
    insertOneTimeLink(db, {
      ...{ id: linkId, kind: 'contact', kid: 'k1', version: 1, accountId: null, organisationId: id },
      ...{
        details: { email },
        createdAt: new Date(),
        expiresAt: expiresAt ?? new Date(Date.now() + 3_600_000),
      },
    }),
  )
  return { id, applicant, email, linkId, mailId }
}

const send = async (
  organisationId: Id<'organisation'>,
  kind: EnrolmentMailKind,
  { to = 'contact', id = newId() }: { to?: 'contact' | 'applicant'; id?: string } = {},
) => run({ id, name: enrolmentMailJobs[kind], data: { organisationId, to } })

const sent = () => inbox.mails.flatMap(({ to }) => to?.map(({ address }) => address) ?? [])
const text = () => inbox.mails[0]?.text ?? ''

describe('R-084, R-104 the mails of an application', () => {
  test('M-01 carries the portal’s one-time link, in the language of the person who named the contact', async () => {
    const { id, mailId, linkId } = await givenApplication()
    await send(id, 'verify_contact', { id: mailId })
    const token = linkToken(tools.linkKeys, {
      cloud: 'global',
      kind: 'contact',
      id: linkId,
      kid: 'k1',
      version: 1,
    })
    expect(text()).toContain(`${sites.partner}/enrol/contact/${token}`)
    expect(inbox.mails[0]?.subject).toBe(german('mail.verify_contact.subject', { organisation: 'Fabrikam' }))
  })

  test('R-103 M-01 to an earlier contact is not sent', async () => {
    const { id } = await givenApplication()
    await send(id, 'verify_contact')
    expect(inbox.mails).toHaveLength(0)
  })

  test('M-02 goes to the primary contact and states the application’s status', async () => {
    const { id, email } = await givenApplication({ state: 'email_verified', contact: 'verified' })
    await send(id, 'status')
    expect(sent()).toContain(email)
    expect(text()).toContain(german('mail.enrolment_status.email_verified', { organisation: 'Fabrikam' }))
  })

  const pageOf = (linkId: Id<'one_time_link'>) =>
    `${sites.partner}/enrol/contact/${linkToken(tools.linkKeys, { cloud: 'global', kind: 'contact', id: linkId, kid: 'k1', version: 1 })}`

  test.each([
    ['status', 'in_review'],
    ['documents_requested', 'documents_requested'],
    ['rejected', 'rejected'],
    ['accepted', 'accepted'],
  ] as const)(
    'R-084 R-104 the mail %s leads each reader to a page that opens for it',
    async (kind, state) => {
      const { id, linkId, applicant, email } = await givenApplication({ state, contact: 'verified' })
      await send(id, kind)
      await send(id, kind, { to: 'applicant' })
      expect(sent()).toEqual([email, applicant.email])
      const [toContact, toApplicant] = inbox.mails.map((mail) => mail.text ?? '')
      expect(toContact).toContain(pageOf(linkId))
      expect(toContact).toContain(applicant.email)
      expect(toContact).not.toContain('/enrol/status')
      expect(toApplicant).toContain(`${sites.partner}/enrol/status`)
      expect(toApplicant).not.toContain('/enrol/contact/')
    },
  )

  test('R-084 a contact who is the applicant acts on its own page', async () => {
    const { id } = await givenApplication({ state: 'documents_requested', contact: 'verified' })
    await database.asOwner(
      'update partner_profile set contact_is_applicant = true where organisation_id = $1',
      [id],
    )
    await send(id, 'documents_requested')
    expect(text()).toContain(`${sites.partner}/enrol/status`)
  })

  test.each(['denied', 'bounced'] as const)(
    'a contact marked as %s gets no mail: the applicant gets it instead',
    async (contact) => {
      const { id, email, applicant } = await givenApplication({ state: 'blocked_denied', contact })
      await send(id, 'status')
      expect(sent()).toContain(applicant.email)
      expect(sent()).not.toContain(email)
    },
  )

  test.each(['denied', 'bounced'] as const)(
    'a contact that is %s after the step gets no mail, and the applicant has its own only once',
    async (contact) => {
      const { id, applicant } = await givenApplication({ state: 'in_review', contact })
      const name = enrolmentMailJobs.status
      await run({ name, data: { organisationId: id, to: 'contact', isApplicantTold: true } })
      await run({ name, data: { organisationId: id, to: 'applicant' } })
      expect(sent()).toEqual([applicant.email])
    },
  )

  test.each([
    ['sent', 0],
    ['verified', 1],
  ] as const)(
    '§4.2 why an application was closed reaches a contact that is %s in %i mails',
    async (contact, mails) => {
      const { id } = await givenApplication({ state: 'closed', contact, reason: 'No answer for two weeks.' })
      const data = { organisationId: id, to: 'contact', isApplicantTold: true } as const
      await run({ name: enrolmentMailJobs.status, data })
      expect(inbox.mails).toHaveLength(mails)
    },
  )

  test.each([
    ['documents_requested', 'documents_requested'],
    ['rejected', 'rejected'],
  ] as const)('M-04, M-05 in state %s give the reason word for word', async (state, kind) => {
    const { id } = await givenApplication({
      state,
      contact: 'verified',
      reason: 'The register entry is missing.',
    })
    await send(id, kind)
    expect(text()).toContain('The register entry is missing.')
  })

  test.each([
    ['documents_requested', 'documents_requested'],
    ['rejected', 'rejected'],
  ] as const)(
    'M-04 M-05 in state %s tell a contact that has not proved its address only that there is news',
    async (state, kind) => {
      const reason = 'The register entry is missing.'
      const { id, linkId, applicant } = await givenApplication({ state, contact: 'sent', reason })
      await send(id, kind)
      await send(id, kind, { to: 'applicant' })
      const [toContact, toApplicant] = inbox.mails.map((mail) => mail.text ?? '')
      expect(toContact).not.toContain(reason)
      expect(toContact).toContain(german('mail.enrolment_news.text', { organisation: 'Fabrikam' }))
      expect(toContact).toContain(applicant.email)
      expect(toContact).toContain(pageOf(linkId))
      expect(toApplicant).toContain(reason)
    },
  )

  test('M-06 asks the applicant to sign, with a link that holds no token', async () => {
    const { id, applicant } = await givenApplication({ state: 'accepted', contact: 'verified' })
    await send(id, 'accepted')
    await send(id, 'account_ready', { to: 'applicant' })
    expect(inbox.mails).toHaveLength(2)
    expect(sent()).toContain(applicant.email)
    expect(inbox.mails[1]?.text).toContain(`${sites.partner}/enrol/status`)
  })

  test('a job that an earlier release recorded is understood: one name for all mails, another word for the applicant', async () => {
    const { id, mailId, email, applicant } = await givenApplication()
    const name = 'mail.enrolment'
    await run({ id: mailId, name, data: { organisationId: id, kind: 'verify_contact', to: 'contact' } })
    const old = { organisationId: id, kind: 'status', to: 'enroller' } as unknown as JobData<typeof name>
    await run({ name, data: old })
    expect(sent()).toEqual([email, applicant.email])
  })

  test('a mail about a state that the application has left is not sent', async () => {
    const { id } = await givenApplication({ state: 'in_review', contact: 'verified' })
    await send(id, 'documents_requested')
    await send(id, 'rejected')
    await send(id, 'account_ready', { to: 'applicant' })
    expect(inbox.mails).toHaveLength(0)
  })
})

describe('§4.3 any -> bounced', () => {
  async function reportBounce(deliveryId: string, event = 'email.bounced') {
    const id = `msg_${newId()}`
    const receipt = {
      id,
      source: 'resend' as const,
      event,
      deliveryId,
      occurredAt: new Date(),
    }
    await asInbound(database.api, (db) => insertReceipt(db, receipt, new Date()))
    await run({ name: 'feedback.received', data: { receiptId: id } })
  }
  const contactOf = async (id: string) =>
    (
      await database.asOwner<{ status: string }>(
        'select contact_status as status from partner_profile where organisation_id = $1',
        [id],
      )
    )[0]?.status

  async function sentTo(id: Id<'organisation'>, kind: EnrolmentMailKind, mailId: string) {
    const data = { organisationId: id, to: 'contact' as const }
    await database.asOwner('insert into outbox (id, name, data, created_at) values ($1, $2, $3, now())', [
      ...[mailId, enrolmentMailJobs[kind], JSON.stringify(data)],
    ])
    await send(id, kind, { id: mailId })
    expect(inbox.mails).toHaveLength(1)
  }

  test.each(['sent', 'verified', 'denied'] as const)(
    'a bounced M-01 marks the contact as bounced, also one that was %s',
    async (status) => {
      const { id, mailId } = await givenApplication()
      await sentTo(id, 'verify_contact', mailId)
      await database.asOwner('update partner_profile set contact_status = $2 where organisation_id = $1', [
        id,
        status,
      ])
      await reportBounce(mailId)
      expect(await contactOf(id)).toBe('bounced')
    },
  )

  test.each(['failed', 'suppressed'])(
    'an M-01 that the provider reports as %s marks the contact as bounced',
    async (event) => {
      const { id, mailId } = await givenApplication()
      await sentTo(id, 'verify_contact', mailId)
      await reportBounce(mailId, `email.${event}`)
      expect(await contactOf(id)).toBe('bounced')
    },
  )

  test('a bounced M-01 that an earlier release sent marks the contact as bounced too', async () => {
    const { id, mailId } = await givenApplication()
    const data = { organisationId: id, kind: 'verify_contact', to: 'contact' } as const
    await database.asOwner('insert into outbox (id, name, data, created_at) values ($1, $2, $3, now())', [
      ...[mailId, 'mail.enrolment', JSON.stringify(data)],
    ])
    await run({ id: mailId, name: 'mail.enrolment', data })
    await reportBounce(mailId)
    expect(await contactOf(id)).toBe('bounced')
  })

  test('a bounce of another mail says nothing about the contact', async () => {
    const { id } = await givenApplication()
    const mailId = newId()
    await sentTo(id, 'status', mailId)
    await reportBounce(mailId)
    expect(await contactOf(id)).toBe('sent')
  })

  test('a bounce of an older M-01 does not change the current contact', async () => {
    const { id, mailId } = await givenApplication()
    await sentTo(id, 'verify_contact', mailId)
    await database.asOwner('update partner_profile set contact_mail_id = $2 where organisation_id = $1', [
      id,
      newId(),
    ])
    await reportBounce(mailId)
    expect(await contactOf(id)).toBe('sent')
  })
})

test('R-088 a new work account is confirmed with a link to the portal', async () => {
  const id = newId<'one_time_link'>()
  const details = {
    ...{ organisation: 'Fabrikam', country: 'DE', name: 'Ada', email: 'ada@fabrikam.example' },
    ...{ locale: 'en' as const, kind: 'direct_bill' as const, device: null, address: null },
  }
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }
  await asAuth(database.api, null, (db) =>
    insertOneTimeLink(db, {
      id,
      kind: 'work_account',
      kid: 'k1',
      version: 1,
      accountId: null,
      details,
      ...times,
    }),
  )
  await run({ name: 'mail.work-account-started', data: { linkId: id } })
  const token = linkToken(tools.linkKeys, {
    cloud: 'global',
    kind: 'work_account',
    id,
    kid: 'k1',
    version: 1,
  })
  expect(text()).toContain(`${sites.partner}/enrol/confirm/${token}`)
  expect(text()).toContain(english('mail.work_account.action'))
})

test('S14 an address that already has a work account gets a mail that links to the portal', async () => {
  const { applicant } = await givenApplication()
  await run({ name: 'mail.sign-up-repeated', data: { accountId: applicant.id } })
  expect(sent()).toEqual([applicant.email])
  expect(text()).toContain(`${sites.partner}/sign-in`)
  expect(text()).toContain(german('mail.work_account_exists.text'))
})
