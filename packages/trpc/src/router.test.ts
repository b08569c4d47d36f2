import { permissions } from '@entente/domain/core/permission'
import { expect, test } from 'vitest'
import { type Declared, mutationsOf } from './core/declared.ts'
import { appRouter } from './router.ts'

const mutations = mutationsOf(appRouter)
const pathsOf = (has: (declared: Declared) => boolean) =>
  Object.entries(mutations).flatMap(([path, declared]) => (declared && has(declared) ? path : []))

test('every mutation declares its audience, permission, freshness, secrets and key', () => {
  expect(Object.keys(mutations).length).toBeGreaterThan(70)
  expect(Object.entries(mutations).filter(([, declared]) => declared === undefined)).toEqual([])
})

test('a permission belongs to the audience that a mutation declares', () => {
  for (const [path, declared] of Object.entries(mutations))
    if (declared?.permission) expect(permissions[declared.permission].audience, path).toBe(declared.audience)
})

test('only these mutations take no idempotency key, each for a reason', () => {
  expect(pathsOf(({ keyless }) => keyless !== null)).toEqual([
    'session.signIn',
    'session.giveSecondFactor',
    'session.replaceTemporaryPassword',
    'session.stepUp',
    'session.switchOrganisation',
    'session.signOut',
    'directorySignIn.start',
    'directorySignIn.finish',
    'enrolment.signInToMembership',
    'partnerAccount.testDirectory',
  ])
  for (const declared of Object.values(mutations)) expect(declared?.keyless).not.toBe('')
})

test('these mutations ask the person to confirm who they are', () => {
  expect(pathsOf(({ fresh }) => fresh)).toEqual([
    'secondFactor.begin',
    'secondFactor.turnOff',
    'secondFactor.newRecoveryCodes',
    'partnerAccount.requireSecondFactor',
    'partnerAccount.saveDirectory',
    'partnerAccount.testDirectory',
    'partnerAccount.switchDirectory',
    'partnerAccount.removeDirectory',
    'invitation.accept',
    'people.decide',
    'people.changeRole',
    'people.endSessions',
    'people.remove',
    'people.restore',
    'users.add',
    'users.sendLink',
    'users.update',
    'users.setOwnAgentType',
    'users.resetPassword',
    'users.remove',
    'users.restore',
    'operatorPartners.suspend',
    'operatorPartners.lift',
    'operatorPartners.deauthorise',
    'operatorPartners.revokeLink',
    'operatorAccounts.endSessions',
    'operatorAccounts.suspend',
    'operatorAccounts.lift',
    'operatorEnrolments.accept',
    'operatorEnrolments.reject',
  ])
})

test('these answers hold something that is shown once', () => {
  const shownOnce = pathsOf(({ secrets }) => secrets.length > 0)
  expect(Object.fromEntries(shownOnce.map((path) => [path, mutations[path]?.secrets]))).toEqual({
    'secondFactor.confirm': ['recoveryCodes', 'session'],
    'secondFactor.newRecoveryCodes': ['recoveryCodes'],
    'users.add': ['temporaryPassword'],
    'users.resetPassword': ['temporaryPassword'],
  })
})
