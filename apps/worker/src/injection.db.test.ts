import { newId } from '@entente/db/core/new-id'
import { asRelay } from '@entente/db/core/scopes'
import { insertDeliveries } from '@entente/db/mail/mail-deliveries'
import { givenPartner } from '@entente/db/testing/fixtures'
import { beforeEach, describe, expect, test } from 'vitest'
import { givenRequest, saying } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()
const partner = await givenPartner(database.api)

const hostile = [
  'Ada\r\nBcc: victim@example.com',
  'Ada\nSubject: other',
  'Ada\r\n\r\n<h1>other body</h1>',
  'Ada\u0000\u2028\u2029\u0085Bcc: victim@example.com',
  'ada@example.com, victim@example.com',
  '"Ada" <victim@example.com>, "',
  'Ada\\" <victim@example.com>',
  '=?utf-8?Q?Ada=0D=0ABcc:_victim@example.com?=',
  'Ada <victim@example.com>',
  'group: victim@example.com;',
  '\u202Emoc.elpmaxe@mitciv',
  'Ада '.repeat(200_000),
]

const headerNames = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
]

beforeEach(() => {
  inbox.mails.length = 0
})

const expectOnlyOurs = (address: string) => {
  const [mail] = inbox.mails
  expect(inbox.mails).toHaveLength(1)
  expect(mail?.envelope.to).toEqual([address])
  expect(mail?.to).toEqual([{ name: '', address }])
  expect(mail?.from?.address).toBe('no-reply@entente.example')
  expect([...new Set(mail?.headers.map(({ key }) => key))].sort()).toEqual(headerNames)
  expect(mail?.headers).toHaveLength(headerNames.length)
  expect(mail?.replyTo).toHaveLength(1)
  expect(mail?.replyTo?.[0]?.address).toBe(partner.person.email)
  expect(mail?.raw).toMatch(/^(?:[\x21-\x7e][^\r\n]*\r\n|[ \t][^\r\n]*\r\n)*\r\n/)
  expect(mail?.bcc ?? []).toEqual([])
  return mail
}

describe('S10 names and subjects from the database cannot add a header or a recipient', () => {
  test.each(hostile.map((text) => [text.slice(0, 40), text]))('author and subject %j', async (_, text) => {
    const chosen = { authorName: text, subject: text, address: 'ada@customer.example' }
    const request = await givenRequest(database, partner, {
      ...chosen,
      // PostgreSQL stores no NUL, so a NUL cannot come from the database.
      authorName: text.replaceAll('\u0000', ''),
      subject: text.replaceAll('\u0000', ''),
      paragraphs: saying(text.replaceAll('\u0000', ''), null),
    })
    const data = { partnerId: partner.id, recipientId: request.recipientId }
    await run({ name: 'mail.request-sent', data })
    const mail = expectOnlyOurs('ada@customer.example')
    expect(mail?.html).not.toContain('<h1>')
    expect(mail?.subject).not.toMatch(/[\r\n]/)
    expect(mail?.replyTo?.[0]?.name.length).toBeLessThanOrEqual(100)
  })

  const short = hostile.filter((text) => text.length < 1000)
  test.each(short)('an altered saved delivery: subject %j', async (text) => {
    const request = await givenRequest(database, partner)
    const id = newId()
    await asRelay(database.worker, (db) =>
      insertDeliveries(
        db,
        [
          {
            id,
            kind: 'mail.request-sent',
            messageId: `<${id}@entente.example>`,
            sender: '"Entente" <no-reply@entente.example>',
            replyTo: `<${partner.person.email}>`,
            recipient: request.address,
            subject: text.replaceAll('\u0000', ''),
            bodyText: '{{link}}',
            bodyHtml: '{{link}}',
            linkVersion: null,
          },
        ],
        new Date(),
      ),
    )
    await run({
      id,
      name: 'mail.request-sent',
      data: { partnerId: partner.id, recipientId: request.recipientId },
    })
    expectOnlyOurs(request.address)
  })

  test.each([
    'ada@customer.example, victim@example.com',
    'ada@customer.example\r\nRCPT TO:<victim@example.com>',
    '',
  ])('an invalid address receives nothing: %j', async (address) => {
    const request = await givenRequest(database, partner, { address })
    const data = { partnerId: partner.id, recipientId: request.recipientId }
    await expect(run({ name: 'mail.request-sent', data })).rejects.toThrow('not an address')
    expect(inbox.mails).toEqual([])
  })
})
