import { describe, expect, test } from 'vitest'
import * as inputs from './enrolment-input.ts'
import { whyUnusable } from './mpn-profile.ts'

type Schema = {
  safeParse(value: unknown): {
    error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined
  }
}
const fields = (schema: Schema, value: unknown) => [
  ...new Set(schema.safeParse(value).error?.issues.map(({ path }) => path.join('.'))),
]
const id = '0192f0c1-2345-7abc-8def-0123456789ab'

describe('bad input names its field', () => {
  test.each<[string, Schema, unknown, string[]]>([
    ['an unknown kind', inputs.startEnrolmentInput, { kind: 'agency' }, ['kind']],
    ['no kind', inputs.startEnrolmentInput, {}, ['kind']],
    ['an empty password', inputs.membershipSignInInput, { userName: 'ada', password: '' }, ['password']],
    ['a name of two lines', inputs.membershipSignInInput, { userName: 'a\nb', password: 'x' }, ['userName']],
    ['words as MPN ID', inputs.chooseProfileInput, { mpnId: 'mine' }, ['mpnId']],
    [
      'one statement alone',
      inputs.confirmContactInput,
      { token: 't', signedUp: true, addressIsOurs: false },
      ['addressIsOurs'],
    ],
    [
      'an unsigned agreement',
      inputs.signAgreementInput,
      { accepted: false, version: '1', signer: 'Ada' },
      ['accepted'],
    ],
    ['no reason', inputs.rejectApplicationInput, { id, version: 1, reason: ' ' }, ['reason']],
    [
      'an unknown field',
      inputs.rejectApplicationInput,
      { id, version: 1, reason: 'x', failedFields: ['shoe'] },
      ['failedFields.0'],
    ],
    ['an unknown check', inputs.checkInput, { id, version: 1, check: 'luck', result: 'passed' }, ['check']],
    ['a malformed id', inputs.acceptApplicationInput, { id: '1', version: 1 }, ['id']],
    ['a version before the first', inputs.acceptApplicationInput, { id, version: 0 }, ['version']],
    ['an unknown document', inputs.uploadInput, { kind: 'poem', name: 'a.pdf', content: '' }, ['kind']],
    ['a search of 201 letters', inputs.applicationListInput, { search: 'a'.repeat(201) }, ['search']],
  ])('%s', (_, schema, value, wanted) => expect(fields(schema, value)).toEqual(wanted))

  test('R-101 an unticked statement says that it has to be ticked', () => {
    const { error } = inputs.confirmContactInput.safeParse({
      token: 't',
      signedUp: false,
      addressIsOurs: true,
    })
    expect(error?.issues[0]?.message).toBe('not ticked')
  })

  test('a file slightly over the limit passes, so that its refusal can name the limit', () => {
    const content = 'A'.repeat(Math.ceil((inputs.documentLimits.bytes * 4) / 3) + 8)
    expect(fields(inputs.uploadInput, { kind: 'tax', name: 'a.pdf', content })).toEqual([])
  })
})

test('R-095 R-096 D-25 only an active profile of the company’s country that no account uses can be chosen', () => {
  const facts = { country: 'DE', isInUse: false }
  const reasonOf = (profile: { country: string; active: boolean }, isInUse = false) =>
    whyUnusable(profile, { ...facts, isInUse })?.reason
  expect(reasonOf({ country: 'DE', active: true })).toBeUndefined()
  expect(reasonOf({ country: 'DE', active: false })).toBe('inactive')
  expect(reasonOf({ country: 'DE', active: true }, true)).toBe('in_use')
  expect(whyUnusable({ country: 'FR', active: true }, facts)).toEqual({
    code: 'mpn_profile_unusable',
    reason: 'other_country',
    profileCountry: 'FR',
    country: 'DE',
  })
})
