import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Checkable, canonicalForm, changesSince, checkedData, resultNow } from './checked-data.ts'
import { enrolmentChecks } from './enrolment.ts'
import { documentKinds } from './enrolment-input.ts'

const text = fc.string({ minLength: 1, maxLength: 4 }).map((value) => value.replaceAll('\n', ' '))
const written = fc.option(text)
const document = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...documentKinds),
  sha256: fc.stringMatching(/^[0-9a-f]{4}$/),
})
const application: fc.Arbitrary<Checkable> = fc.record({
  legalName: text,
  country: fc.constantFrom('DE', 'AT'),
  registrationNumber: written,
  addressLine1: written,
  addressLine2: written,
  city: written,
  region: written,
  postalCode: written,
  contactName: written,
  contactEmail: written,
  contactPhone: written,
  membership: fc.option(fc.record({ mpnId: text, name: text })),
  documents: fc.uniqueArray(document, { maxLength: 3, selector: ({ id }) => id }),
})

const company = ['legalName', 'country', 'registrationNumber']
const address = ['addressLine1', 'addressLine2', 'city', 'region', 'postalCode']
const contact = ['contactName', 'contactEmail', 'contactPhone']
const concerns = {
  profile: [...company, ...address, 'membership'],
  authority: [...company, ...contact],
  eligibility: [...company, ...address],
  local_entity: company,
  credit_check: [...company, ...address],
  phone_challenge: contact,
}

test('R-082 §3.3 any change of what a check looked at opens it again, and nothing else does', () => {
  const fields = fc.constantFrom(...new Set([...concerns.profile, ...concerns.authority]))
  fc.assert(
    fc.property(application, application, fields, (before, other, field) => {
      const after = { ...before, [field]: other[field as keyof Checkable] }
      const isOther = JSON.stringify(before) !== JSON.stringify(after)
      for (const check of enrolmentChecks) {
        const digest = canonicalForm(check, before)
        const now = resultNow({ result: 'passed', digest }, canonicalForm(check, after))
        expect(now).toBe(isOther && concerns[check].includes(field) ? 'open' : 'passed')
      }
    }),
  )
})

test('R-082 a document opens the checks that its kind concerns, whether it comes or goes', () => {
  fc.assert(
    fc.property(application, document, (before, added) => {
      const after = { ...before, documents: [added, ...before.documents] }
      for (const check of enrolmentChecks) {
        const forms = [canonicalForm(check, before), canonicalForm(check, after)] as const
        const isConcerned = checkedData(check, { ...before, documents: [added] }).documents.length > 0
        for (const [digest, now] of [forms, forms.toReversed()] as [string, string][])
          expect(resultNow({ result: 'failed', digest }, now)).toBe(isConcerned ? 'open' : 'failed')
      }
    }),
  )
})

test('R-082 every kind of document concerns a check', () => {
  const documents = documentKinds.map((kind) => ({ id: kind, kind, sha256: '' }))
  for (const [some] of fc.sample(fc.tuple(application), 1)) {
    const seen = enrolmentChecks.flatMap((check) => checkedData(check, { ...some, documents }).documents)
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(documentKinds))
  }
})

test('R-082 the form does not depend on the order of the documents, and the changes are empty only if it is the same', () => {
  fc.assert(
    fc.property(application, application, (one, other) => {
      const turned = { ...one, documents: one.documents.toReversed() }
      for (const check of enrolmentChecks) {
        expect(canonicalForm(check, turned)).toBe(canonicalForm(check, one))
        const changes = changesSince(checkedData(check, one), checkedData(check, other))
        expect(changes === undefined).toBe(canonicalForm(check, one) === canonicalForm(check, other))
      }
    }),
  )
})

test('R-082 a result that was recorded for nothing counts for nothing', () => {
  expect(resultNow({ result: 'passed', digest: null }, 'digest')).toBe('open')
})
