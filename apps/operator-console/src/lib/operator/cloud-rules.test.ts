import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { cloudRules, rulesInForce, switches } from './cloud-rules.ts'

const rulesOf = (id: (typeof cloudIds)[number]) =>
  cloudRules(translatorFor('en'), cloudOf(id)).flatMap(({ rules }) => rules)

/** The fields of a cloud that are true or false. The draft's paragraphs are a list and have none here. */
function switchesIn(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path ? `${path}.${key}` : key
    if (typeof inner === 'boolean') return [name]
    return typeof inner === 'object' && inner && !Array.isArray(inner) ? switchesIn(inner, name) : []
  })
}

test.each(cloudIds)('§3.4 every switch of %s is on the page, in the noun that it belongs to', (id) => {
  expect(switchesIn(cloudOf(id)).toSorted()).toEqual([...switches].toSorted())
  const shown = rulesOf(id).map(({ field }) => field)
  expect(shown).toEqual(expect.arrayContaining(switchesIn(cloudOf(id))))
  expect(new Set(shown).size).toBe(shown.length)
})

test('§3.4 a rule says what it closes in this cloud', () => {
  const closed = (id: (typeof cloudIds)[number]) =>
    rulesOf(id)
      .filter(({ isClosed }) => isClosed)
      .map(({ field }) => field)
  expect(closed('global')).toEqual([])
  expect(closed('germany')).toContain('customers.newAllowed')
  expect(closed('china-21vianet')).toEqual(
    expect.arrayContaining(['requests.sendForMe', 'requests.openInMailApp', 'serviceRequests.handling']),
  )
  expect(rulesOf('us-government').find(({ field }) => field === 'customers.countries')?.text).toBe(
    'United States',
  )
})

test('§3.4 a rule that the override file changes says so', () => {
  const defined = cloudOf('global')
  const cloud = { ...defined, requests: { ...defined.requests, sendForMe: false } }
  const changed = rulesInForce(translatorFor('en'), cloud, defined).flatMap(({ rules }) =>
    rules.filter(({ isOverridden }) => isOverridden),
  )
  expect(changed).toMatchObject([{ field: 'requests.sendForMe', isClosed: true }])
})
