import { expect, test } from 'vitest'
import { canHappen } from './enrolment.ts'
import { profileFields } from './enrolment-input.ts'
import {
  fieldsToName,
  isEditable,
  missingParts,
  partOfField,
  type WrittenProfile,
} from './enrolment-parts.ts'

const complete: WrittenProfile = {
  ...{
    addressLine1: 'Hafenstr. 1',
    contactName: 'Kim',
    contactEmail: 'kim@a.example',
    contactPhone: '+494012345',
  },
  ...{ supportEmail: 'help@a.example', supportPhone: '+494012346' },
}
const empty = Object.fromEntries(Object.keys(complete).map((key) => [key, null])) as WrittenProfile

test('R-097 the parts that are not filled in yet are named', () => {
  expect(missingParts(empty, false, false)).toEqual(['legal_profile', 'primary_contact', 'support'])
  expect(missingParts({ ...complete, contactPhone: null }, false, false)).toEqual(['primary_contact'])
  expect(missingParts(complete, false, false)).toEqual([])
})

test('§3.3 a document or consent that a check waits for is a missing part', () => {
  expect(missingParts(complete, false, true)).toEqual(['evidence'])
})

test('R-074 a company that is already enrolled misses only its support contact', () => {
  expect(missingParts(empty, true, true)).toEqual(['support'])
})

test.each(['documents_requested', 'rejected'] as const)(
  'U-21 in %s every field that a reviewer can name leads to a part that the applicant can change',
  (state) => {
    expect(fieldsToName(state)).toEqual([...profileFields])
    for (const field of fieldsToName(state))
      for (const isKnownCompany of [false, true])
        expect(isEditable(state, partOfField[field], isKnownCompany), field).toBe(true)
    for (const event of ['link_membership', 'change_contact', 'correct_profile'] as const)
      expect(canHappen(state, event), event).toBe(true)
  },
)

test('U-21 during a re-review a reviewer names only what is reviewed, which the settings change', () => {
  expect(fieldsToName('re_review')).not.toContain('membership')
  expect(fieldsToName('re_review')).not.toContain('support')
})
