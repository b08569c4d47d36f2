import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { afterAll, expect, test } from 'vitest'
import { contact, givenEnrolments, legalProfile, once, password } from '../../testing/enrolment.ts'
import { generousLimits } from '../../testing/index.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world } = given
const statements: string[] = []
const database = openDatabase({
  url: world.urls.api,
  onStatement: ({ query }) => void statements.push(query.sql),
})
afterAll(() => closeDatabase(database))

/** The statements of a call beside `begin`, `commit` and the one that sets the scope. */
async function statementsOf(call: Promise<unknown>): Promise<string[]> {
  statements.length = 0
  await call
  return statements.filter((text) => !/^(begin|commit|\/\* ahead \*\/)/.test(text))
}
const touching = (table: string, made: string[]) => made.filter((text) => text.includes(`"${table}"`))

test('a page of the application costs five statements, and none reads a row twice', async () => {
  const company = await given.submitted()
  const api = world.caller({ database, token: await world.tokenFor(company.account) })
  const made = await statementsOf(api.enrolment.get())
  expect(made.length).toBeLessThanOrEqual(5)
  expect(new Set(made).size).toBe(made.length)
  expect(touching('partner_profile', made)).toHaveLength(1)
})

test('the choice of a profile costs two statements, however many there are', async () => {
  const company = await given.applicant()
  const api = world.caller({ database, token: await world.tokenFor(company.account) })
  const { userName } = await given.directoryLogin([{}, {}, { country: 'FR' }])
  await api.enrolment.signInToMembership({ userName, password })
  expect(await statementsOf(api.enrolment.membershipOptions())).toHaveLength(2)
})

test('saving a part tells what comes next, and writes the profile once', async () => {
  const company = await given.applicant()
  const api = world.caller({ database, token: await world.tokenFor(company.account) })
  const press = api.enrolment.saveLegalProfile({ ...legalProfile, ...once() })
  const made = await statementsOf(press)
  expect(await press).toEqual({
    ...{ state: 'signed_in', mpnId: null, isKnownCompany: false, asksEvidence: false },
    missing: ['primary_contact', 'support'],
  })
  expect(touching('partner_profile', made).filter((text) => text.startsWith('update'))).toHaveLength(1)
})

test('another contact is written together with the mail that asks it', async () => {
  const company = await given.submitted()
  const api = world.caller({ database, token: await world.tokenFor(company.account) })
  const other = { ...contact, email: 'max@fabrikam.example' }
  const made = await statementsOf(api.enrolment.changeContact({ ...other, ...once() }))
  expect(touching('partner_profile', made)).toEqual([
    expect.stringMatching(/^select/),
    expect.stringMatching(/^update/),
  ])
})
