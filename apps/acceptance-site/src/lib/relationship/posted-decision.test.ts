import { expect, test } from 'vitest'
import type { ServiceRow } from './invitation.ts'
import { chosen, hasChanged, postedServices } from './posted-decision.ts'

const row = (state: ServiceRow['state'], holder: string | null): ServiceRow =>
  ({
    service: 'azure',
    name: 'Azure',
    state,
    holder: holder && { id: holder, legalName: 'A partner' },
  }) as ServiceRow

test('R-180 a posted page names each service with its choice and the holder that was seen', () => {
  const values = {
    'seen-azure': 'one',
    'choice-azure': 'move',
    'seen-intune': '',
    'choice-intune': 'grant',
    agreement: 'on',
  }
  expect(postedServices(values)).toEqual([
    { service: 'azure', choice: 'move', holderSeen: 'one' },
    { service: 'intune', choice: 'grant', holderSeen: null },
  ])
})

test('R-180 a checkbox that is not ticked skips its service', () => {
  expect(postedServices({ 'seen-azure': '' })).toEqual([
    { service: 'azure', choice: 'skip', holderSeen: null },
  ])
})

test('R-026 a free service starts ticked, a held one starts with its holder', () => {
  expect(chosen(row('free', null), undefined)).toBe('grant')
  expect(chosen(row('held_by_other', 'one'), undefined)).toBe('keep')
})

test('R-026 a page that comes back keeps each choice that still fits', () => {
  expect(chosen(row('free', null), { 'seen-azure': '' })).toBe('skip')
  expect(chosen(row('held_by_other', 'one'), { 'choice-azure': 'move' })).toBe('move')
  expect(chosen(row('held_by_other', 'one'), { 'choice-azure': 'grant' })).toBe('keep')
})

test('R-180 a row says that its holder changed after the page was shown', () => {
  expect(hasChanged(row('held_by_other', 'two'), { 'seen-azure': 'one' })).toBe(true)
  expect(hasChanged(row('held_by_other', 'one'), { 'seen-azure': 'one' })).toBe(false)
  expect(hasChanged(row('held_by_other', 'one'), undefined)).toBe(false)
})
