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

test('R-180 a posted form names each service with its choice and the holder that the page showed', () => {
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

test('R-026 by default, a free service is granted and a held one stays with its holder', () => {
  expect(chosen(row('free', null), undefined)).toBe('grant')
  expect(chosen(row('held_by_other', 'one'), undefined)).toBe('keep')
})

test('R-026 a page that is shown again keeps each choice that is still possible', () => {
  expect(chosen(row('free', null), { 'seen-azure': '' })).toBe('skip')
  expect(chosen(row('held_by_other', 'one'), { 'choice-azure': 'move' })).toBe('move')
  expect(chosen(row('held_by_other', 'one'), { 'choice-azure': 'grant' })).toBe('keep')
})

test('R-180 a row says that its holder changed after the page was shown', () => {
  expect(hasChanged(row('held_by_other', 'two'), { 'seen-azure': 'one' })).toBe(true)
  expect(hasChanged(row('held_by_other', 'one'), { 'seen-azure': 'one' })).toBe(false)
  expect(hasChanged(row('held_by_other', 'one'), undefined)).toBe(false)
})
