import { expect, test } from 'vitest'
import { isActivity } from './activity.ts'

const page = 'https://partner.example.com/customers?search=a'
const ask = (init: { method?: string; headers?: Record<string, string>; isDataRequest?: boolean } = {}) => {
  const { isDataRequest = false, ...request } = init
  return isActivity({ isDataRequest, url: new URL(page), request: new Request(page, request) })
}
const script = { accept: '*/*' }

test('opening a page, sending a form and following a link count as activity', () => {
  expect(ask({ headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })).toBe(true)
  expect(ask({ method: 'POST', headers: { accept: 'application/json', referer: page } })).toBe(true)
  for (const referer of ['https://partner.example.com/requests', 'https://partner.example.com/customers'])
    expect(ask({ isDataRequest: true, headers: { ...script, referer } })).toBe(true)
  expect(ask({ isDataRequest: true, headers: script })).toBe(true)
})

test('a poll, and an open page that reads its own data again, do not', () => {
  expect(ask({ headers: { ...script, referer: page } })).toBe(false)
  expect(ask({ headers: script })).toBe(false)
  expect(ask({ isDataRequest: true, headers: { ...script, referer: page } })).toBe(false)
})
