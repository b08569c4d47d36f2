import { may } from '@entente/domain/core/permission'
import type { PartnerRole } from '@entente/domain/core/role'
import { attentionKinds } from '@entente/domain/partner/home'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import type { Features } from '#lib/core/navigation.ts'
import { attentionLines, figuresOf, nextSteps } from './home.ts'

const none = { lately: 0, before: 0 }

test('every line says what it counts, and leads to the list behind it', () => {
  const t = translatorFor('en')
  const lines = attentionLines(
    t,
    attentionKinds.map((kind) => ({ kind, count: 2, at: '2026-05-01T00:00:00Z' })),
  )
  const hrefs = Object.fromEntries(attentionKinds.map((kind, index) => [kind, lines[index]?.href]))
  expect(hrefs).toMatchObject({
    undelivered: '/requests?show=undelivered',
    unanswered: '/requests?show=unanswered',
    declined: '/requests?show=declined',
    lost: '/customers?lost=30',
    no_second_factor: '/settings/users?factor=none',
    profile_reviewed: '/settings/profile',
  })
  expect(lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Your authorisation ends on 1 May 2026',
      '2 e-mails were not delivered',
      '2 recipients have not answered for 7 days',
      'Admin privileges were taken away at 2 customers',
      '2 customers declined',
      '2 users have no second factor',
    ]),
  )
})

test.each([
  [{ lately: 5, before: 2 }, '3 more than in the 30 days before'],
  [{ lately: 0, before: 4 }, '4 fewer than in the 30 days before'],
  [none, 'As many as in the 30 days before'],
])('%o is shown as a trend', (requests, trend) => {
  const home = { attention: [], customers: null, requests, isNew: false }
  const figures = figuresOf(translatorFor('en'), 'en', home, '2026-05-01')
  expect(figures).toMatchObject([
    { href: '/requests?from=2026-05-01', value: String(requests.lately), detail: trend },
  ])
})

test('counts end where the list stops counting, and lead to its filters', () => {
  const customers = { total: customersCountedMax + 1, missing: 3, added: none }
  const home = { attention: [], customers, requests: null, isNew: false }
  const figures = figuresOf(translatorFor('de'), 'de', home, '2026-05-01')
  expect(figures.map(({ href, value }) => [href, value])).toEqual([
    ['/customers', '10.000+'],
    ['/customers?since=30&sort=since&direction=desc', '0'],
    ['/customers?missing=any', '3'],
  ])
  expect(figures[2]?.detail).toBe('Mehr als 10.000 Kunden')
})

test('R-174 R-181 the next steps are account, customers, business profile and incentives, as far as a person may', () => {
  const cloud = { businessProfile: { isOn: true }, referrals: { isOn: true } }
  const stepsOf = (roles: PartnerRole[], features: Features = cloud) =>
    nextSteps((permission) => may('partner', roles, permission), features).map(({ step }) => step)
  expect(stepsOf(['global_admin'])).toEqual(['account', 'customers', 'business_profile', 'incentives'])
  expect(stepsOf(['sales_agent'])).toEqual(['customers'])
  expect(stepsOf(['billing_admin'])).toEqual([])
  expect(stepsOf(['global_admin'], { ...cloud, businessProfile: { isOn: false } })).not.toContain(
    'business_profile',
  )
})
