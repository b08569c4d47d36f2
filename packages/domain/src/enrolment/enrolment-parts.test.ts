import { expect, test } from 'vitest'
import { missingParts, type WrittenProfile } from './enrolment-parts.ts'

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

test('R-097 names the parts that are not written yet', () => {
  expect(missingParts(empty, false)).toEqual(['legal_profile', 'primary_contact', 'support'])
  expect(missingParts({ ...complete, contactPhone: null }, false)).toEqual(['primary_contact'])
  expect(missingParts(complete, false)).toEqual([])
})

test('R-074 of a company that is known only its support is asked', () => {
  expect(missingParts(empty, true)).toEqual(['support'])
})
