import { expect, test } from 'vitest'
import { askedChecks, dueChecks, evidenceFor, missingEvidence, whyNotPass } from './evidence.ts'

const nothing = { documents: [], consents: [] }
const asked = askedChecks(['work_account', 'credit_check', 'eligibility', 'phone_challenge'])

test('§3.3 a checklist names which checks are made beside the two of R-082', () => {
  expect(asked).toEqual(['eligibility', 'credit_check', 'phone_challenge'])
  expect(askedChecks(['work_account', 'support'])).toEqual([])
})

test('§3.3 a check passes only with the document and the consent that it needs, and the refusal says which is missing', () => {
  expect(whyNotPass('eligibility', 'in_review', nothing)).toEqual({
    ...{ code: 'evidence_missing', check: 'eligibility', evidence: ['document', 'consent'] },
  })
  const given = { documents: ['eligibility'], consents: ['eligibility'] } as const
  expect(whyNotPass('eligibility', 'in_review', given)).toBeUndefined()
  expect(missingEvidence('eligibility', { ...given, documents: ['other'] })).toEqual(['document'])
  // Consent to one check is no consent to another one.
  expect(missingEvidence('credit_check', given)).toEqual(['consent'])
  for (const check of ['phone_challenge', 'profile', 'authority'] as const)
    expect(whyNotPass(check, 'in_review', nothing)).toBeUndefined()
  expect(evidenceFor('local_entity')).toEqual({ document: 'registration', consent: false })
})

test('§4.2 the review of a change repeats only the checks that the change concerns, without new documents', () => {
  const concerned = (check: string) => check === 'credit_check'
  expect(dueChecks(asked, 're_review', concerned)).toEqual(['profile', 'authority', 'credit_check'])
  expect(dueChecks(asked, 'in_review', concerned)).toEqual(['profile', 'authority', ...asked])
  expect(whyNotPass('credit_check', 're_review', nothing)).toBeUndefined()
})
