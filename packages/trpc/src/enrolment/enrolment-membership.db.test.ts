import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import { describe, expect, test } from 'vitest'
import { givenEnrolments, once, password, signing } from '../../testing/enrolment.ts'
import { guessOften } from '../../testing/guess-often.ts'
import { generousLimits, refusalFrom } from '../../testing/index.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world, actionsOf, stateOf, versionOf } = given

describe('R-089 to R-096 membership', () => {
  test('R-091 a wrong password gets a neutral answer and is recorded without it', async () => {
    const { api, organisationId } = await given.applicant()
    const { userName } = await given.directoryLogin()
    const wrong = 'not the passphrase 99'
    for (const name of [userName, 'nobody'])
      expect(
        await refusalFrom(api.enrolment.signInToMembership({ userName: name, password: wrong })),
      ).toEqual({
        code: 'wrong_credentials',
      })
    expect(JSON.stringify(await world.auditOf(organisationId))).not.toContain(wrong)
    expect(await actionsOf(organisationId)).toContain('enrolment.membership_refused')
  })

  test('R-080 the password is stored nowhere', async () => {
    const { api } = await given.applicant()
    const { userName } = await given.directoryLogin()
    await api.enrolment.signInToMembership({ userName, password })
    for (const table of ['audit_record', 'idempotency', 'enrolment', 'outbox', 'enrolment_event'])
      expect(await world.asOwner(`select from ${table} t where t::text like $1`, [`%${password}%`])).toEqual(
        [],
      )
  })

  test('R-095, R-096, D-25 inactive, foreign and used profiles are shown with the reason and cannot be chosen', async () => {
    const used = await given.link(await given.applicant())
    const { api } = await given.applicant()
    const login = await given.directoryLogin([{}, { status: 'inactive' }, { country: 'FR' }])
    await world.asOwner('insert into directory_login_profile (user_name, mpn_id) values ($1, $2)', [
      login.userName,
      used,
    ])
    await api.enrolment.signInToMembership({ userName: login.userName, password })
    const { profiles } = await api.enrolment.membershipOptions()
    const reasons = Object.fromEntries(
      (profiles ?? []).map(({ mpnId, unusable }) => [mpnId, unusable?.reason]),
    )
    const [good, inactive, french] = login.mpnIds
    expect(reasons).toEqual({
      ...{
        [good ?? '']: undefined,
        [inactive ?? '']: 'inactive',
        [french ?? '']: 'other_country',
        [used]: 'in_use',
      },
    })
    expect(await refusalFrom(api.enrolment.chooseProfile({ mpnId: french ?? '', ...once() }))).toEqual({
      ...{
        code: 'mpn_profile_unusable',
        reason: 'other_country',
        profileCountry: 'FR',
        country: 'DE',
      },
    })
  })

  test('R-094 a number that no sign-in found cannot be chosen, and options end after 15 minutes', async () => {
    const company = await given.applicant()
    const { userName, mpnIds } = await given.directoryLogin()
    const choose = (mpnId = '4711471100') => company.api.enrolment.chooseProfile({ mpnId, ...once() })
    expect(await refusalFrom(choose())).toEqual({ code: 'membership_not_chosen' })
    await company.api.enrolment.signInToMembership({ userName, password })
    expect(await refusalFrom(choose())).toEqual({ code: 'membership_not_chosen' })
    await world.asOwner(`update enrolment set options_until = now() where organisation_id = $1`, [
      company.organisationId,
    ])
    expect(await refusalFrom(choose(mpnIds[0]))).toEqual({ code: 'membership_not_chosen' })
  })

  test('R-094 Cancel leads back to the sign-in and loses nothing', async () => {
    const company = await given.applicant()
    await given.fillIn(company)
    await given.link(company)
    await company.api.enrolment.cancelMembership(once())
    const { state, mpnId, missing } = await company.api.enrolment.get()
    expect({ state, mpnId, missing }).toEqual({ state: 'signed_in', mpnId: null, missing: [] })
    await given.link(company)
    expect(await stateOf(company)).toBe('membership_linked')
  })

  test('R-095 two companies choose one MPN ID at once: one gets it', async () => {
    const [one, other] = [await given.applicant(), await given.applicant()]
    const { userName, mpnIds } = await given.directoryLogin()
    for (const { api } of [one, other]) await api.enrolment.signInToMembership({ userName, password })
    const chosen = await Promise.allSettled(
      [one, other].map(({ api }) => api.enrolment.chooseProfile({ mpnId: mpnIds[0] ?? '', ...once() })),
    )
    expect(chosen.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [late] = chosen.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect((await refusalFrom(Promise.reject(late?.reason))).code).toMatch(
      /^(mpn_in_use|mpn_profile_unusable)$/,
    )
  })

  test('§4.2 postponed: the application goes on, the agreement waits until a profile is linked', async () => {
    const company = await given.applicant()
    await company.api.enrolment.postponeMembership(once())
    await given.fillIn(company)
    await company.api.enrolment.submit({ version: await versionOf(company), ...once() })
    await given.confirmContact(company)
    await given.accept(company)
    await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    const sign = () => company.api.enrolment.signAgreement({ ...signing, ...once() })
    expect(await refusalFrom(sign())).toEqual({ code: 'membership_not_chosen' })
    await given.link(company)
    await sign()
    expect(await stateOf(company)).toBe('active')
  })
})

test('S4 a wrong membership password counts against the account: five a minute', async () => {
  const limited = await givenEnrolments()
  const { api } = await limited.applicant()
  const guess = () => refusalFrom(api.enrolment.signInToMembership({ userName: 'ada', password: 'no' }))
  for (let index = 0; index < 5; index++) expect(await guess()).toEqual({ code: 'wrong_credentials' })
  expect(await guess()).toMatchObject({ code: 'too_many_attempts' })
})

test('S4 wrong membership passwords count against the login, whichever companies guess, and keep no company from its own', async () => {
  const away = new Set<string>()
  const directory: MembershipDirectory = {
    signIn: async (_, given) =>
      away.has(given)
        ? { result: 'unavailable' }
        : given === password
          ? { result: 'ok', profiles: [] }
          : { result: 'wrong_credentials' },
  }
  const limited = await givenEnrolments({ directory, limits: generousLimits })
  const companies = await Promise.all(Array.from({ length: 4 }, () => limited.applicant()))
  const [first, second, third, owner] = companies.map(
    ({ api }) =>
      (given = 'no', userName = 'ada') =>
        api.enrolment.signInToMembership({ userName, password: given }),
  )
  if (!first || !second || !third || !owner) throw new Error('Four companies enrol.')
  for (const guess of [first, second, third, first, second, third])
    expect(await refusalFrom(guess())).toEqual({ code: 'wrong_credentials' })
  // So often that the wait is longer than this test.
  await guessOften(limited.world, first)
  for (const guess of [first, second, third])
    expect(await refusalFrom(guess('no', ' ADA '))).toMatchObject({ code: 'too_many_attempts' })
  expect(await refusalFrom(first('no', 'kim'))).toEqual({ code: 'wrong_credentials' })
  // While the directory is away nothing counts, and nothing opens.
  away.add('any')
  expect(await refusalFrom(owner('any'))).toEqual({ code: 'membership_unavailable' })
  expect(await refusalFrom(first())).toMatchObject({ code: 'too_many_attempts' })
  expect(await refusalFrom(owner())).toEqual({ code: 'wrong_credentials' })
  expect(await owner(password)).toEqual({ profiles: 0 })
  expect(await refusalFrom(first())).toEqual({ code: 'wrong_credentials' })
})

test('R-091 a directory that does not answer loses nothing and costs no attempt', async () => {
  const away = await givenEnrolments({ directory: { signIn: async () => ({ result: 'unavailable' }) } })
  const { api } = await away.applicant()
  for (let index = 0; index < 8; index++) {
    const call = api.enrolment.signInToMembership({ userName: 'ada', password })
    expect(await refusalFrom(call)).toEqual({ code: 'membership_unavailable' })
  }
  expect((await api.enrolment.get()).state).toBe('signed_in')
})

test('a role taken away while the directory is asked saves none of its profiles', async () => {
  const signIn: MembershipDirectory['signIn'] = async () => {
    await asked.world.asOwner(`update auth.membership set roles = '{sales_agent}'`)
    return { result: 'ok', profiles: [] }
  }
  const asked = await givenEnrolments({ directory: { signIn } })
  const { api, organisationId } = await asked.applicant()
  const refusal = await refusalFrom(api.enrolment.signInToMembership({ userName: 'ada', password }))
  expect(refusal).toMatchObject({ code: 'missing_permission' })
  const actions = (await asked.world.auditOf(organisationId)).map(({ action }) => action)
  expect(actions).not.toContain('enrolment.membership_signed_in')
  expect(actions).toContain('permission.refused')
})
