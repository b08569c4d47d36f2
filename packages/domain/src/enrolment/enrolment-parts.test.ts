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

test('R-097 the parts that are not filled in yet are named', () => {
  expect(missingParts(empty, false)).toEqual(['legal_profile', 'primary_contact', 'support'])
  expect(missingParts({ ...complete, contactPhone: null }, false)).toEqual(['primary_contact'])
  expect(missingParts(complete, false)).toEqual([])
})

test('R-074 a company that is already enrolled misses only its support contact', () => {
  expect(missingParts(empty, true)).toEqual(['support'])
})
