import { hashSiteSecret, newSiteSecrets, siteHashSettings } from '@entente/auth/site-secret'
import { expect, test } from 'vitest'
import { readEnv } from './env.ts'

const secrets = newSiteSecrets()
const complete = {
  CLOUD: 'global',
  DATABASE_URL: 'postgres://entente_api@127.0.0.1/entente',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  PORT: '4704',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  MAIL_FROM: 'no-reply@example.com',
  OPERATOR_EMAIL: 'support@example.com',
  ...siteHashSettings(secrets),
}

test('each site has a secret of its own, or two while one replaces the other', () => {
  const both = `${hashSiteSecret('new')},${complete.PARTNER_SITE_HASHES}`
  expect(readEnv({ ...complete, PARTNER_SITE_HASHES: both }).PARTNER_SITE_HASHES).toHaveLength(2)
  const shared = { ...complete, CUSTOMER_SITE_HASHES: complete.PARTNER_SITE_HASHES }
  expect(() => readEnv(shared)).toThrow(/^OPERATOR_SITE_HASHES .* alone\)$/)
  expect(() => readEnv({ ...complete, PARTNER_SITE_HASHES: undefined })).toThrow(
    /PARTNER_SITE_HASHES is missing or not valid, such as PARTNER_SITE_HASHES=/,
  )
})
