import { describe, expect, test } from 'vitest'
import { correctionsOf, nextStep, type Progress, pathAfterSave, progressOf, stepsOf } from './enrolment.ts'

const nothing: Progress = {
  ...{ state: 'signed_in', mpnId: null, isKnownCompany: false, asksEvidence: false },
  missing: ['legal_profile', 'primary_contact', 'support'],
}

describe('R-097 the wizard leads to the next open step', () => {
  test('membership first, then each part, then the review', () => {
    expect(nextStep(nothing)).toBe('membership')
    const linked: Progress = { ...nothing, state: 'membership_linked', mpnId: '4711' }
    expect(nextStep(linked)).toBe('legal_profile')
    expect(nextStep({ ...linked, missing: ['primary_contact', 'support'] })).toBe('primary_contact')
    expect(nextStep({ ...linked, missing: [] })).toBe('review')
  })

  test('a postponed membership does not block the next steps', () => {
    const postponed: Progress = { ...nothing, state: 'membership_postponed' }
    expect(progressOf('membership', postponed)).toBe('later')
    expect(nextStep(postponed)).toBe('legal_profile')
  })

  test('§3.3 what a check of the cloud needs is a step before the review, only where there is such a check', () => {
    const asked: Progress = { ...nothing, state: 'membership_linked', mpnId: '4711', asksEvidence: true }
    expect(stepsOf(nothing)).not.toContain('evidence')
    expect(stepsOf(asked).slice(-2)).toEqual(['evidence', 'review'])
    expect(nextStep({ ...asked, missing: ['evidence'] })).toBe('evidence')
    expect(nextStep({ ...asked, missing: [] })).toBe('review')
  })

  test('R-074 a company that is already known is only asked for its support contact', () => {
    const known: Progress = { ...nothing, isKnownCompany: true, missing: ['support'] }
    expect(stepsOf(known)).toEqual(['support', 'review'])
    expect(nextStep({ ...known, state: 'membership_postponed' })).toBe('support')
  })
})

test('U-21 what a reviewer named comes first, and a saved correction leads to the page that sends it', () => {
  const named = correctionsOf(['contact_email', 'address'])
  expect(named.map(({ part, fields }) => [part, fields])).toEqual([
    ['legal_profile', ['address']],
    ['primary_contact', ['contact_email']],
    ['membership', []],
    ['support', []],
  ])
  for (const state of ['documents_requested', 'rejected'] as const)
    expect(pathAfterSave({ ...nothing, state })).toBe('/enrol/documents')
  expect(pathAfterSave({ ...nothing, state: 'submitted' })).toBe('/enrol/status')
})
