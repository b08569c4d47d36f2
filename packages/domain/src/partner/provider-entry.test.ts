import { expect, test } from 'vitest'
import { z } from 'zod'
import { partnerStatuses } from '../core/organisation.ts'
import { listProvider, providerEntryShape, providerListInput, unlistProvider } from './provider-entry.ts'

const entry = z.object(providerEntryShape)
const given = { countries: ['DE', 'AT'], services: ['training'], languages: ['de', 'en'] }
const [listed, unlisted] = [{ listedAt: new Date() }, { listedAt: null }]

test('R-070 an entry names countries, languages and services, each once', () => {
  expect(entry.parse(given)).toMatchObject({ region: '', programmes: '', supportLevel: '', conditions: '' })
  expect(entry.safeParse({ ...given, services: [] }).success).toBe(true)
  for (const wrong of [
    { countries: [] },
    { countries: ['XX'] },
    { countries: ['DE', 'DE'] },
    { languages: [] },
    { languages: ['xx'] },
    { services: ['catering'] },
    { services: ['credit', 'credit'] },
    { programmes: 'x'.repeat(1001) },
    { region: '\u202Egnp' },
  ])
    expect(entry.safeParse({ ...given, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
})

test('R-071 filters are values that an entry can have', () => {
  expect(providerListInput.safeParse({ country: 'DE', service: 'credit', language: 'zh' }).success).toBe(true)
  for (const wrong of [{ country: 'Germany' }, { service: 'none' }, { language: 'de-DE' }])
    expect(providerListInput.safeParse(wrong).success).toBe(false)
})

test('R-072 an operator lists an active provider that has an entry, once', () => {
  expect(listProvider({ status: 'active' }, unlisted).ok).toBe(true)
  expect(listProvider({ status: 'active' }, undefined)).toMatchObject({
    refusal: { code: 'no_provider_entry' },
  })
  expect(listProvider({ status: 'active' }, listed)).toMatchObject({ refusal: { code: 'already_listed' } })
  for (const status of partnerStatuses.filter((one) => one !== 'active'))
    expect(listProvider({ status }, unlisted)).toMatchObject({ refusal: { code: 'provider_not_active' } })
  expect(unlistProvider(listed).ok).toBe(true)
  for (const none of [undefined, unlisted])
    expect(unlistProvider(none)).toMatchObject({ refusal: { code: 'not_listed' } })
})
