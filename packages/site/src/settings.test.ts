import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const complete = {
  CLOUD: 'germany',
  API_URL: 'http://127.0.0.1:4100',
  SITE_SECRET: 'wJ8mT4vZ1yQ6xK0bN3cR7dF2gH5jL9pS-uA_eIoWtYk',
  ORIGIN: 'https://partner.example.com',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7',
  PORT: '4101',
}

test('the settings are read from the environment', () => {
  expect(readSettings(complete)).toMatchObject({
    CLOUD: 'germany',
    HOST: '127.0.0.1',
    PORT: 4101,
    TRUSTED_PROXIES: ['10.0.0.0/8', '192.0.2.7'],
  })
})

test('a missing variable is named with an example', () => {
  expect(() => readSettings({ ...complete, API_URL: undefined, PORT: 'no' })).toThrow(
    /API_URL: .*API_URL=http:[\s\S]*PORT: .*PORT=4101/,
  )
})

test('an origin with a path is refused, because every host check would miss it', () => {
  expect(() => readSettings({ ...complete, ORIGIN: 'https://partner.example.com/' })).toThrow(/ORIGIN/)
})
