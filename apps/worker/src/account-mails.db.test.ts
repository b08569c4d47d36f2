import { linkToken } from '@entente/auth/link-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertAccount } from '@entente/db/identity/accounts'
import { insertOneTimeLink, type OneTimeLink } from '@entente/db/identity/one-time-links'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import { type Locale, locales } from '@entente/domain/core/locale'
import { translatorFor } from '@entente/i18n/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { openStage, sites } from '../testing/index.ts'

const { database, inbox, tools, run } = await openStage()
const hour = 3_600_000

beforeEach(() => {
  inbox.mails.length = 0
})

type Details =
  | Pick<Extract<OneTimeLink, { kind: 'sign_up' }>, 'kind' | 'details'>
  | Pick<Extract<OneTimeLink, { kind: 'reset' }>, 'kind' | 'details'>

async function givenLink(
  of: Details,
  overrides: { accountId?: Id<'account'>; expiresAt?: Date; consumed?: boolean } = {},
) {
  const { accountId = null, expiresAt = new Date(Date.now() + hour), consumed = false } = overrides
  const id = newId<'one_time_link'>()
  await asAuth(database.api, null, (db) =>
    insertOneTimeLink(db, { id, kid: 'k1', version: 1, accountId, createdAt: new Date(), expiresAt, ...of }),
  )
  if (consumed)
    await database.asOwner('update auth.one_time_link set consumed_at = now() where id = $1', [id])
  return id
}

async function givenOperator(locale: Locale | null) {
  const id = newId<'account'>()
  const account = { id, audience: 'operator', email: `operator-${id.slice(-12)}@operator.example` } as const
  const now = new Date()
  await asAuth(database.api, null, (db) =>
    insertAccount(db, { ...account, name: 'Olivia Grant', passwordHash: 'none' }, now),
  )
  await database.asOwner('update auth.account set locale = $2 where id = $1', [id, locale])
  return account
}

const signUp = (locale: 'en' | 'de' | 'zh-CN' = 'en'): Details => ({
  kind: 'sign_up',
  details: {
    organisation: 'Contoso',
    country: 'FR',
    name: 'Ada',
    // An address has one pending sign-up.
    email: `ada-${newId()}@contoso.example`,
    locale,
    device: null,
    address: null,
    invitation: null,
  },
})

const tokenOf = (kind: 'sign_up' | 'reset', id: string) =>
  linkToken(tools.linkKeys, { cloud: 'global', kind, id, kid: 'k1', version: 1 })

const lines = () => inbox.mails[0]?.text?.split(/\r?\n/)

describe('mail.sign-ins-failed', () => {
  test.each(locales)(
    'tells the owner once, in their language, where to choose another password: %s',
    async (locale) => {
      const { id: accountId, email } = await givenOperator(locale)
      const job = { id: newId(), name: 'mail.sign-ins-failed' as const, data: { accountId } }
      await run(job)
      await run(job)
      expect(inbox.mails).toHaveLength(1)
      expect(lines()).toContain(`${sites.operator}/reset`)
      expect(inbox.mails[0]?.envelope.to).toEqual([email])
      const words = translatorFor(locale)
      expect(inbox.mails[0]?.subject).toBe(words('mail.sign_ins_failed.subject', { cloud: tools.cloud.name }))
    },
  )

  test('S14 sends nothing where no account is', async () => {
    await run({ name: 'mail.sign-ins-failed', data: { accountId: newId<'account'>() } })
    expect(inbox.mails).toEqual([])
  })
})

describe('mail.sign-up-started', () => {
  test.each(locales)(
    'is sent once, with the one-time link, in the language of the sign-up: %s',
    async (locale) => {
      const link = signUp(locale)
      const linkId = await givenLink(link)
      const job = { id: newId(), name: 'mail.sign-up-started' as const, data: { linkId } }
      await run(job)
      await run(job)
      expect(inbox.mails).toHaveLength(1)
      const url = `${sites.customer}/confirm/${tokenOf('sign_up', linkId)}`
      expect(lines()).toContain(url)
      expect(inbox.mails[0]?.html).toContain(`href="${url}"`)
      expect(inbox.mails[0]?.envelope.to).toEqual([link.details.email])
      const words = translatorFor(locale)
      expect(inbox.mails[0]?.subject).toBe(words('mail.confirm_sign_up.subject', { cloud: tools.cloud.name }))
    },
  )

  test.each([
    ['used', { consumed: true }],
    ['expired', { expiresAt: new Date(Date.now() - 1) }],
  ])('is not sent when the link is %s', async (_, overrides) => {
    await run({ name: 'mail.sign-up-started', data: { linkId: await givenLink(signUp(), overrides) } })
    expect(inbox.mails).toEqual([])
  })

  test('S13 keeps the token out of the database', async () => {
    const linkId = await givenLink(signUp())
    const id = newId()
    await run({ id, name: 'mail.sign-up-started', data: { linkId } })
    const rows = await database.asOwner('select * from mail_delivery where id = $1', [id])
    expect(JSON.stringify(rows)).not.toContain('/confirm/')
  })

  test('S10 a name that contains the placeholder gets no token', async () => {
    const link = signUp()
    if (link.kind === 'sign_up') link.details.name = 'x https://evil.example/?t={{link}}'
    const linkId = await givenLink(link)
    await run({ name: 'mail.sign-up-started', data: { linkId } })
    expect(inbox.mails[0]?.text?.split(tokenOf('sign_up', linkId))).toHaveLength(2)
  })
})

describe('mail.sign-up-repeated', () => {
  test('S14 goes only to the owner of the account, with the account’s name and no token', async () => {
    const { person } = await givenCustomer(database.api)
    await run({ name: 'mail.sign-up-repeated', data: { accountId: person.id } })
    expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[person.email]])
    expect(lines()).toContain(`${sites.customer}/sign-in`)
    expect(inbox.mails[0]?.text).toContain(person.name)
  })
})

describe('mail.reset-requested', () => {
  const reset = (email: string): Details => ({ kind: 'reset', details: { email, locale: 'de' } })

  test('goes to the account’s own address and links a partner to the portal, a customer to the customer site', async () => {
    const partner = await givenPartner(database.api)
    const customer = await givenCustomer(database.api)
    for (const [site, { person }] of [
      [sites.partner, partner],
      [sites.customer, customer],
    ] as const) {
      inbox.mails.length = 0
      const linkId = await givenLink(reset('typed@elsewhere.example'), { accountId: person.id })
      await run({ name: 'mail.reset-requested', data: { linkId } })
      expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[person.email]])
      expect(lines()).toContain(`${site}/reset/${tokenOf('reset', linkId)}`)
    }
  })

  test.each(locales)(
    'links an operator to the console only, in the operator’s language: %s',
    async (locale) => {
      const { id, email } = await givenOperator(locale)
      const linkId = await givenLink(reset('typed@elsewhere.example'), { accountId: id })
      await run({ name: 'mail.reset-requested', data: { linkId } })
      expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([[email]])
      const url = `${sites.operator}/reset/${tokenOf('reset', linkId)}`
      expect(lines()).toContain(url)
      expect(inbox.mails[0]?.html).toContain(`href="${url}"`)
      for (const foreign of [sites.partner, sites.customer])
        for (const part of [inbox.mails[0]?.text, inbox.mails[0]?.html]) expect(part).not.toContain(foreign)
      const words = translatorFor(locale)
      expect(inbox.mails[0]?.subject).toBe(words('mail.reset_password.subject', { cloud: tools.cloud.name }))
    },
  )

  test('D-23 says that a global admin reset the password, which is no reason to ignore the mail', async () => {
    const { person } = await givenPartner(database.api)
    const { kind } = reset(person.email)
    const link = { kind, details: { email: person.email, locale: 'en', by: 'global_admin' } } as Details
    await run({
      name: 'mail.reset-requested',
      data: { linkId: await givenLink(link, { accountId: person.id }) },
    })
    const words = translatorFor('en')
    expect(lines()).toContain(words('mail.reset_password.by_global_admin'))
    expect(lines()).not.toContain(words('mail.reset_password.ignore'))
  })

  test('R-028 an operator without a chosen language gets the language of the request', async () => {
    const { id } = await givenOperator(null)
    await run({
      name: 'mail.reset-requested',
      data: { linkId: await givenLink(reset('x@y.example'), { accountId: id }) },
    })
    expect(inbox.mails[0]?.subject).toBe(
      translatorFor('de')('mail.reset_password.subject', { cloud: tools.cloud.name }),
    )
  })

  test('R-028 the account’s language comes first, then the request’s, then the cloud’s', async () => {
    const { person } = await givenCustomer(database.api)
    const subject = (locale: 'en' | 'de' | 'zh-CN') =>
      translatorFor(locale)('mail.reset_password.subject', { cloud: tools.cloud.name })
    const data = async () => ({ linkId: await givenLink(reset(person.email), { accountId: person.id }) })
    await run({ name: 'mail.reset-requested', data: await data() })
    await database.asOwner(`update auth.account set locale = 'zh-CN' where id = $1`, [person.id])
    await run({ name: 'mail.reset-requested', data: await data() })
    await database.asOwner(`update auth.account set locale = 'tlh' where id = $1`, [person.id])
    await run({ name: 'mail.sign-up-repeated', data: { accountId: person.id } })
    expect(inbox.mails.map((mail) => mail.subject)).toEqual([
      subject('de'),
      subject('zh-CN'),
      translatorFor('en')('mail.already_signed_up.subject', { cloud: tools.cloud.name }),
    ])
  })

  test.each([
    ['used', { consumed: true }],
    ['expired', { expiresAt: new Date(Date.now() - 1) }],
  ])('is not sent when the link is %s', async (_, overrides) => {
    const { person } = await givenCustomer(database.api)
    const linkId = await givenLink(reset(person.email), { accountId: person.id, ...overrides })
    await run({ name: 'mail.reset-requested', data: { linkId } })
    expect(inbox.mails).toEqual([])
  })
})
