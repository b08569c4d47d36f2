import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import type { Id } from '../core/id.ts'
import { decideAddCustomer, firstAdminOf, tenantName } from './added-customer.ts'
import {
  type CustomerImportEvent,
  type CustomerImportState,
  customerImportStates,
  leavingDays,
  stepCustomerImport,
} from './customer-import.ts'
import { guessMapping, isMappingWhole, readImportRow } from './import-row.ts'

const events: CustomerImportEvent[] = ['map', 'check_ended', 'mend', 'take', 'take_ended', 'cancel']

describe('an import', () => {
  test('R-140 takes nothing before its dry run has ended, and nothing after its end, whatever happens in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (happened) => {
        let state: CustomerImportState = 'uploaded'
        let isChecked = false
        for (const event of happened) {
          const next = stepCustomerImport(state, event)
          if (!next.ok) {
            expect(next.refusal.code).toBe('import_moved_on')
            continue
          }
          expect(['finished', 'cancelled']).not.toContain(state)
          if (event === 'map') isChecked = false
          if (event === 'check_ended') isChecked = true
          if (event === 'take') expect(isChecked).toBe(true)
          state = next.value
        }
        expect(customerImportStates).toContain(state)
      }),
    )
  })

  test('S19 says on which day the last invitation leaves, within the limits of a day and of a domain', () => {
    const cloud = { requests: testCloud.requests, timeZone: 'Europe/Berlin' }
    const at = { now: new Date('2027-03-27T12:00:00Z'), usedToday: 0, cloud }
    const limits = { perDay: 150, perDomain: 50 }
    const leaving = (left: number, largestDomain = 1, usedToday = 0) =>
      leavingDays({ left, largestDomain }, { ...at, usedToday })
    expect(leaving(150)).toEqual({ today: 150, lastDay: '2027-03-27', ...limits })
    // The clocks go forward in between.
    expect(leaving(151)).toEqual({ today: 150, lastDay: '2027-03-28', ...limits })
    expect(leaving(100, 100)).toEqual({ today: 100, lastDay: '2027-03-28', ...limits })
    expect(leaving(10, 1, 200)).toEqual({ today: 0, lastDay: '2027-03-28', ...limits })
    const wider = { ...cloud, requests: { ...cloud.requests, mailsPerDay: 1050, mailsPerDomainAndDay: 200 } }
    expect(leavingDays({ left: 1000, largestDomain: 200 }, { ...at, cloud: wider })).toEqual({
      ...{ today: 1000, lastDay: '2027-03-27', perDay: 1000, perDomain: 200 },
    })
  })
})

const read = (values: Record<string, string>, kind: 'invite' | 'add' = 'invite') =>
  readImportRow(kind, values, { cloud: testCloud, language: 'en' })

describe('a row', () => {
  test('R-140 is an invitation with language and own reference, or names each column and the reason', () => {
    expect(
      read({ email: ' Ada@Contoso.example\u200b', language: 'Deutsch', reference: '4711' }),
    ).toMatchObject({
      row: { key: 'mail:ada@contoso.example', domain: 'contoso.example', language: 'de', reference: '4711' },
    })
    expect(read({ email: 'ada@contoso.example', language: 'zh_CN' })).toMatchObject({
      row: { language: 'zh-CN' },
    })
    expect(read({ email: 'ada at contoso', language: 'Klingon' })).toEqual({
      ok: false,
      faults: [
        { column: 'email', fault: 'unreadable' },
        { column: 'language', fault: 'unknown_language' },
      ],
    })
    expect(read({ email: ' ' })).toEqual({ ok: false, faults: [{ column: 'email', fault: 'missing' }] })
  })

  test('R-164 is a new customer whose first admin is named after the company where the file names nobody', () => {
    const { tenantDomain } = testCloud.customers
    expect(read({ name: 'Müller GmbH', country: 'de', tenant: 'Mueller' }, 'add')).toMatchObject({
      row: { domain: `mueller.${tenantDomain}`, country: 'DE', admin: 'Müller GmbH' },
    })
    expect(read({ name: '', country: 'XX', tenant: '4-you' }, 'add')).toEqual({
      ok: false,
      faults: [
        { column: 'name', fault: 'missing' },
        { column: 'country', fault: 'unreadable' },
        { column: 'tenant', fault: 'unreadable' },
      ],
    })
  })

  test('R-140 headers in three languages suggest what the columns are, each for one thing', () => {
    expect(guessMapping('invite', ['kundennummer', 'e-mail-adresse', 'sprache'])).toEqual({
      ...{ email: 1, language: 2, reference: 0 },
    })
    expect(guessMapping('add', ['公司', '国家', '域名'])).toEqual({ name: 0, country: 1, tenant: 2 })
    expect(isMappingWhole('add', { name: 0, country: 1 }, 3)).toBe(false)
    expect(isMappingWhole('invite', { email: 1, language: 1 }, 3)).toBe(false)
    expect(isMappingWhole('invite', { email: 3 }, 3)).toBe(false)
    expect(isMappingWhole('invite', { email: 1, language: 2 }, 3)).toBe(true)
  })
})

describe('a customer that a partner adds', () => {
  const partner = { id: 'p' as Id<'organisation'>, kind: 'indirect_provider', status: 'active' } as const
  const adding = { cloud: testCloud, partner, country: 'DE', partnershipLive: undefined }

  test('R-163 needs an open cloud, an active partner and, for a reseller, a live partnership of its provider', () => {
    const closed = { ...testCloud, customers: { ...testCloud.customers, newAllowed: false } }
    const onlyFrance = { ...testCloud, customers: { ...testCloud.customers, countries: ['FR'] } }
    const code = (changes: Partial<Parameters<typeof decideAddCustomer>[0]>) => {
      const decided = decideAddCustomer({ ...adding, ...changes })
      return decided.ok ? 'ok' : decided.refusal.code
    }
    expect(code({})).toBe('ok')
    expect(code({ cloud: closed })).toBe('new_customers_closed')
    expect(code({ cloud: onlyFrance })).toBe('country_not_allowed')
    expect(code({ partner: { ...partner, status: 'suspended' } })).toBe('partner_not_active')
    expect(code({ partnershipLive: true })).toBe('ok')
    expect(code({ partnershipLive: false })).toBe('partnership_not_active')
    expect(code({ partnershipLive: true, partner: { ...partner, kind: 'direct_bill' } })).toBe(
      'wrong_partner_kind',
    )
  })

  test('R-163 gets a user name of the instance, whatever of the domain was typed', () => {
    expect(tenantName.parse(' Contoso.onmicrosoft.com ')).toBe('contoso')
    expect(tenantName.parse('contoso.partner.onmschina.cn')).toBe('contoso')
    expect(firstAdminOf(testCloud, 'contoso')).toBe(`admin@contoso.${testCloud.customers.tenantDomain}`)
    for (const wrong of ['c', '1contoso', 'con toso', 'contoso.com', 'x'.repeat(28)])
      expect(tenantName.safeParse(wrong).success).toBe(false)
  })
})
