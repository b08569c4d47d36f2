import { describe, expect, test } from 'vitest'
import { readEnv } from './env.ts'

const right = {
  CLOUD: 'germany',
  DATABASE_DIRECT_URL: 'postgres://entente_worker@127.0.0.1/entente',
  ENTENTE_KEYS_FILE: '/keys.json',
  PORT: '4120',
  PARTNER_URL: 'https://partner.example.com/',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  AUDIT_HEADS_FOLDER: '/audit-heads',
  MAIL_FROM: 'Entente <No-Reply@Example.com>',
  OPERATOR_EMAIL: 'support@example.com',
}

describe('the environment of the worker', () => {
  test('is read with defaults, and origins lose a trailing slash', () => {
    expect(readEnv(right)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4120,
      PARTNER_URL: 'https://partner.example.com',
      MAIL_FROM: { name: 'Entente', address: 'no-reply@example.com' },
      LOG_LEVEL: 'info',
    })
  })

  test('one error names every wrong variable with an example', () => {
    const wrong = { ...right, CLOUD: 'mars', PORT: 'x', SMTP_URL: undefined }
    expect(() => readEnv(wrong)).toThrow(/CLOUD=global[\s\S]*PORT=4120[\s\S]*SMTP_URL=smtps:/)
  })

  test.each([
    ['no-reply@example.com', { name: null, address: 'no-reply@example.com' }],
    ['"Entente Global" <no-reply@example.com>', { name: 'Entente Global', address: 'no-reply@example.com' }],
    ['<no-reply@example.com>', { name: null, address: 'no-reply@example.com' }],
  ])('MAIL_FROM may be %j', (text, mailbox) => {
    expect(readEnv({ ...right, MAIL_FROM: text }).MAIL_FROM).toEqual(mailbox)
  })

  test.each([
    'Entente',
    'a@example.com, b@example.com',
    'Entente <a@example.com>, b <b@example.com>',
    'A\r\nBcc: x <a@example.com>',
  ])('S10 MAIL_FROM may not be %j', (text) => {
    expect(() => readEnv({ ...right, MAIL_FROM: text })).toThrow('MAIL_FROM')
  })

  test('mail goes by SMTP or by Resend: both or neither is refused', () => {
    const resend = { ...right, SMTP_URL: undefined, RESEND_API_KEY: 're_x' }
    expect(readEnv(resend)).toMatchObject({
      RESEND_API_KEY: 're_x',
      RESEND_BASE_URL: 'https://api.resend.com',
    })
    for (const wrong of [
      { ...right, RESEND_API_KEY: 're_x' },
      { ...right, SMTP_URL: undefined },
    ])
      expect(() => readEnv(wrong)).toThrow(/SMTP_URL=.*RESEND_API_KEY/)
    expect(() => readEnv({ ...resend, RESEND_BASE_URL: 'resend' })).toThrow('RESEND_BASE_URL=https:')
  })
})
