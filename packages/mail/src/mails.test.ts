import { readdirSync, readFileSync } from 'node:fs'
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import { locales } from '@entente/domain/core/locale'
import { mailto } from '@entente/domain/relationship/mailto'
import { composeText, templateDraft } from '@entente/domain/relationship/relationship-request'
import { draftWords } from '@entente/i18n/draft'
import { translatorFor } from '@entente/i18n/server'
import { describe, expect, test } from 'vitest'
import { asked, everyMail, frame, harmless } from '../testing/samples.ts'
import { relationshipReceiptMail } from './relationship-receipt.ts'
import { relationshipRequestMail, relationshipRequestSender, requestFacts } from './relationship-request.ts'
import { linkPlaceholder, withLink } from './rendered.ts'

const en = translatorFor('en')

/** What a reader sees of an HTML part. */
function visible(html: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return (
    html
      .replace(/^.*<body[^>]*>/s, '')
      // The button leads where the address below it leads.
      .replace(/<a href="{{link}}" style="display: inline-block[^>]*>[^<]*<\/a>/, '')
      .replace(/<[^>]+>/g, '')
      .replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => entities[entity] ?? '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

describe.each(locales)('in %s', (locale) => {
  const t = translatorFor(locale)
  const mails = Object.entries(everyMail(harmless, t))

  test.each(mails)('R-178 %s says the same as text and as HTML', (_, mail) => {
    expect(visible(mail.html)).toBe(mail.text.replace(/\s+/g, ' ').trim())
  })

  test.each(mails)('%s is complete: no placeholder left, one link, its language named', (name, mail) => {
    expect(mail.text.replaceAll(linkPlaceholder, '')).not.toMatch(/[{}]|undefined|Invalid/)
    expect(mail.text.split(linkPlaceholder)).toHaveLength(name === 'declined' ? 1 : 2)
    expect(mail.html).toContain(`<html lang="${locale}">`)
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">')
    expect(mail.subject).not.toBe('')
  })

  test('R-018 the link stands alone on its line', () => {
    for (const [name, { text }] of mails) {
      if (name !== 'declined') expect(text).toContain(`\n\n${linkPlaceholder}\n\n`)
    }
  })

  test('a mail that states a time names the time zone', () => {
    const { confirm, reset, accepted, receipt, work_account, verify_contact, user_added } = everyMail(
      harmless,
      t,
    )
    for (const mail of [confirm, reset, accepted, receipt, work_account, verify_contact, user_added])
      expect(mail?.text).toMatch(/10:30 (CET|MEZ|GMT\+1|\(GMT\+1\))/)
  })

  test.each(cloudIds)(
    'R-015 the draft of %s fits the mail app whole, with names and a link as long as usual',
    (id) => {
      const cloud = cloudOf(id)
      const link = `https://customer.entente.example/invitation/${'x'.repeat(66)}`
      const { subject, words } = draftWords(t, {
        ...(locale === 'zh-CN'
          ? { partner: '上海云启信息技术有限公司', person: '王小明' }
          : { partner: 'Northwind Cloud GmbH', person: 'Nora Quist' }),
        ...{ cloud: cloud.name, agreement: cloud.agreements.customer.name },
        services: cloud.services.map((service) => service.name),
      })
      const draft = templateDraft(cloud, { language: locale, withPrivileges: true, subject, link, words })
      expect(mailto(subject, composeText(draft.paragraphs, link), link)).toMatchObject({ complete: true })
    },
  )

  test.each(cloudIds)(
    'R-014 R-177 the draft of %s has words for every paragraph and becomes the mail',
    (id) => {
      const cloud = cloudOf(id)
      const { subject, words } = draftWords(t, {
        partner: 'Fabrikam',
        person: 'Ada',
        cloud: cloud.name,
        agreement: cloud.agreements.customer.name,
        services: cloud.services.map((service) => service.name),
      })
      const link = 'https://entente.test/invitation/abc'
      const draft = templateDraft(cloud, { language: locale, withPrivileges: true, subject, link, words })
      const facts = { ...asked, ...requestFacts(cloud, true, 'https://customer.example.com') }
      const mail = withLink(relationshipRequestMail({ ...facts, ...draft }, t), link)
      expect(mail.subject).toBe(draft.subject)
      expect(mail.text).toContain(`\n\n${composeText(draft.paragraphs, link)}\n\n`)
      expect(mail.text).toContain(`\n\n${link}\n\n`)
      expect(mail.text).toContain(cloud.name)
    },
  )
})

test('every mail of this package is among the samples', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !file.endsWith('.test.ts'))
  const samples = readdirSync(new URL('../testing', import.meta.url))
    .map((file) => readFileSync(new URL(`../testing/${file}`, import.meta.url), 'utf8'))
    .join('')
  const shared = ['layout.ts', 'plain.ts', 'rendered.ts']
  expect(files.filter((file) => !shared.includes(file) && !samples.includes(`'../src/${file}'`))).toEqual([])
})

test('M-10 tells the partner who accepted and for which services, and nothing about other partners', () => {
  const { accepted, restored } = everyMail({ ...harmless, person: 'Bo' }, en)
  expect(accepted?.subject).toBe('Contoso AG accepted your request')
  expect(accepted?.text).toContain('delegated admin privileges for: Azure and Intune')
  expect(restored?.text).toContain('again')
  expect(`${accepted?.text}${restored?.text}`).not.toMatch(/other partner|another partner|before/)
})

test('R-101 M-01 names who enrols which company, and says that opening the link confirms nothing', () => {
  const { verify_contact } = everyMail({ ...harmless, person: 'Bo' }, en)
  expect(verify_contact?.text).toContain('Bo applied for Contoso AG')
  expect(verify_contact?.text).toContain('you did not sign up')
  expect(verify_contact?.text).toContain('Opening the link alone confirms nothing.')
})

test('U-21 M-02 says how long a review takes while one is due, and only then', () => {
  const { status_in_review, status_weeks, status_blocked_denied, status_active } = everyMail(harmless, en)
  expect(status_in_review?.text).toContain('several days')
  expect(status_weeks?.text).toContain('several weeks')
  expect(`${status_blocked_denied?.text}${status_active?.text}`).not.toMatch(/several (days|weeks)/)
})

test('R-084 M-04 M-05 carry the operator’s reason word for word', () => {
  const { enrolment_rejected, documents_requested, deauthorisation_warning } = everyMail(harmless, en)
  for (const mail of [enrolment_rejected, documents_requested, deauthorisation_warning])
    expect(mail?.text).toContain(harmless.words)
  expect(enrolment_rejected?.text).toContain('appeal')
})

test('§4.2 a suspension and its end carry the words meant for the partner, and what they mean for its privileges', () => {
  const { suspended, lifted } = everyMail(harmless, en)
  for (const mail of [suspended, lifted]) expect(mail?.text).toContain(harmless.words)
  expect(suspended?.text).toContain('Your admin privileges are frozen as well')
  expect(suspended?.text).toContain('reply to this e-mail or contact the operator')
  expect(lifted?.text).not.toContain('frozen')
})

test('M-20 counts the days and names the last one', () => {
  const { deauthorisation_warning } = everyMail(harmless, en)
  expect(deauthorisation_warning?.text).toMatch(/in 30 days, on .*2027/)
})

test('the receipt names parties, agreement and the privileges that were taken over', () => {
  const { receipt } = everyMail(harmless, en)
  expect(receipt?.text).toContain('Ada Sommer authorised Fabrikam GmbH (Switzerland, partner ID 4711)')
  expect(receipt?.text).toContain('Microsoft Customer Agreement, version 2020-02')
  expect(receipt?.text).toContain('Contoso AG no longer holds these privileges for Azure.')
})

test('M-10 R-145 R-179 each party of a joint acceptance is told its own half', () => {
  const { jointly_accepted, accepted_for_provider, half_joint_receipt } = everyMail(harmless, en)
  expect(jointly_accepted?.text).toContain('nothing changed between you')
  expect(jointly_accepted?.text).toContain('your indirect provider, which can order for it')
  expect(accepted_for_provider?.text).toContain('A joint request gives you no admin privileges')
  expect(accepted_for_provider?.text).not.toContain('No new admin privileges')
  expect(half_joint_receipt?.text).toContain('Contoso AG was already your partner')
})

test('R-145 R-150 the receipt of a joint acceptance names the provider too, and what it may do', () => {
  const { joint_receipt, receipt } = everyMail(harmless, en)
  expect(joint_receipt?.text).toContain('authorised Fabrikam GmbH (Switzerland, partner ID 4711)')
  expect(joint_receipt?.text).toContain(
    'You also authorised Contoso AG (Ireland, partner ID 4712), its indirect provider. Contoso AG can place orders',
  )
  expect(receipt?.text).not.toContain('provider')
})

test('a receipt says where the partner’s customers find help, where the partner said it', () => {
  const { receipt } = everyMail(harmless, en)
  expect(receipt?.text).toContain(
    'Help from Fabrikam GmbH:\nhelp@fabrikam.test\n+41445550100\nhttps://help.fabrikam.test',
  )
})

test('a receipt without privileges says so', () => {
  const noSupport = { email: null, phone: null, website: null }
  const mail = relationshipReceiptMail(
    {
      ...frame,
      name: 'Ada',
      organisation: 'Contoso',
      partner: { name: 'Fabrikam', country: 'CH', partnerId: '1', isUnchanged: false, support: noSupport },
      services: [],
      moved: [],
      agreement: { name: 'Agreement', version: '1' },
      acceptedAt: new Date(0),
      timeZone: 'UTC',
    },
    en,
  )
  expect(mail.text).toContain('No admin privileges were granted.')
  expect(mail.text).not.toContain('Help from')
})

test('S13 the link is not in a mail before it is sent, and then in both parts', () => {
  const { confirm } = everyMail(harmless, en)
  if (!confirm) throw new Error('no sample')
  const link = 'https://entente.test/confirm/a?b=1&c=$&"'
  const sent = withLink(confirm, link)
  expect(confirm.html + confirm.text).not.toContain('entente.test')
  expect(sent.text).toContain(`\n${link}\n`)
  expect(sent.html).toContain('href="https://entente.test/confirm/a?b=1&amp;c=$&amp;&quot;"')
  expect(sent.html + sent.text).not.toContain(linkPlaceholder)
})

describe('U-23 a request is worth opening', () => {
  const { request } = everyMail(harmless, en)
  const text = request?.text ?? ''

  test('it begins with who asks and for what, before the partner’s words', () => {
    expect(text).toMatch(
      /^Fabrikam GmbH\nSwitzerland · Partner ID 4711\nVerified by the operator of Entente Global\n\n/,
    )
    const asks = text.slice(text.indexOf('asks your organisation'), text.indexOf('Fabrikam GmbH writes:'))
    expect(
      asks
        .split('\n• ')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual([
      'a reseller relationship',
      'delegated admin privileges, each service as you choose: Azure and Intune',
      'your consent to the Microsoft Customer Agreement',
    ])
  })

  test('a link without privileges asks for none', () => {
    const mail = relationshipRequestMail({ ...asked, services: null, subject: 'x', paragraphs: [] }, en)
    expect(mail.text).toContain('• no admin privileges')
  })

  test('a partner that is not verified is not called verified', () => {
    const partner = { ...asked.partner, verified: false }
    const mail = relationshipRequestMail({ ...asked, partner, subject: 'x', paragraphs: [] }, en)
    expect(mail.text).toContain('Not yet verified')
  })

  test('it says why it came, where an answer goes, and what to type to check it', () => {
    expect(text).toContain(
      'Ada Sommer at Fabrikam GmbH asked us to send it to you. Your reply goes to ada@contoso.test.',
    )
    expect(text).toContain('Type customer.example.com/genuine into your browser')
    expect(text).toContain('“Is this e-mail from Entente Global?”')
    expect(request?.html).not.toContain('href="customer.example.com')
  })

  test('the HTML has a button above the bare link', () => {
    expect(request?.html).toMatch(
      />Review the request<\/a><\/p>\n<p[^>]*><a href="{{link}}"[^>]*>{{link}}<\/a>/,
    )
  })
})

describe('S10 the sender of a request is the partner via the instance', () => {
  const senderOf = (partner: string) => relationshipRequestSender({ cloud: 'Entente Global', partner }, en)

  test.each([
    ['Fabrikam GmbH', 'Fabrikam GmbH via Entente Global'],
    ['Fabrikam, Inc.', 'Fabrikam, Inc. via Entente Global'],
    ['山河科技', '山河科技 via Entente Global'],
    ['ceo@bank.example', 'ceo bank.example via Entente Global'],
    ['ceo＠bank.example', 'ceo bank.example via Entente Global'],
    ['Bank" <ceo@bank.example>', 'Bank ceo bank.example via Entente Global'],
    ['A\r\nBcc: x@evil.test', 'A Bcc: x evil.test via Entente Global'],
    ['=?utf-8?B?QWRh?=', '= ?utf-8?B?QWRh?= via Entente Global'],
    ['Fab\u200brikam\u202e', 'Fabrikam via Entente Global'],
  ])('%j becomes %j', (partner, sender) => expect(senderOf(partner)).toBe(sender))

  test('a long name leaves room for the instance', () => {
    expect(senderOf('A'.repeat(200))).toMatch(/^A{59}… via Entente Global$/)
  })
})

test.each(Object.entries(everyMail(harmless, en)))(
  '%s says who runs the instance and how to reach them',
  (_, mail) => {
    expect(mail.text).toMatch(
      /This e-mail was sent by Entente Global. Operator: Example Cloud GmbH\nHelp: support@example.com\nPhone: \+49 30 1234567\n.*\nhttps:\/\/www.example.com\/support$/,
    )
  },
)
