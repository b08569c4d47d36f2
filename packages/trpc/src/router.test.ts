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

/**
 * One rule: a mutation asks the person to confirm who they are when it cannot be taken back, or when it changes who may
 * do what. The exceptions prove who it is by themselves.
 */
const freshness: Record<string, `${'fresh' | 'no'}: ${string}`> = {
  'session.signIn': 'no: it proves who it is',
  'session.giveSecondFactor': 'no: it proves who it is',
  'session.replaceTemporaryPassword': 'no: the sign-in that it belongs to began a moment ago',
  'session.stepUp': 'no: it is the confirmation',
  'session.switchOrganisation': 'no: the person has these rights already',
  'session.end': 'fresh: ends a session',
  'session.endOthers': 'fresh: ends sessions',
  'session.signOut': 'no: it only gives up what this browser may do',
  'directorySignIn.start': 'no: it begins a sign-in',
  'directorySignIn.finish': 'no: it proves who it is',
  'secondFactor.begin': 'fresh: shows a secret that will open the account',
  'secondFactor.confirm': 'fresh: changes how the account is opened, and ends its other sessions',
  'secondFactor.turnOff': 'fresh: makes the password enough',
  'secondFactor.newRecoveryCodes': 'fresh: shows codes that open the account',
  'choices.keep': 'no: it keeps a form for ten minutes and acts on nothing',
  'account.signUp': 'no: before sign-in',
  'account.confirmSignUp': 'no: before sign-in; the mailbox is the proof',
  'account.requestReset': 'no: before sign-in',
  'account.resetPassword': 'no: before sign-in; the mailbox is the proof',
  'account.setUp': 'no: before sign-in; the link is the proof',
  'account.changePassword': 'no: it asks for the present password itself',
  'account.setPreferences': 'no: language and time zone are chosen again at any time',
  'enrolment.createWorkAccount': 'no: before sign-in',
  'enrolment.confirmWorkAccount': 'no: before sign-in; the mailbox is the proof',
  'enrolment.start': 'no: an application gives no rights until an operator accepts it',
  'enrolment.signInToMembership': 'no: it asks for the membership’s own password',
  'enrolment.chooseProfile': 'no: it follows the membership’s password within 15 minutes',
  'enrolment.cancelMembership': 'no: the sign-in to the membership can be repeated',
  'enrolment.postponeMembership': 'no: a membership can be linked later',
  'enrolment.reopen': 'no: it leads back to a draft',
  'enrolment.saveLegalProfile': 'no: a draft',
  'enrolment.saveContact': 'no: a draft',
  'enrolment.saveSupport': 'no: a draft',
  'enrolment.submit': 'no: an operator reviews it, and it can be corrected meanwhile',
  'enrolment.confirmContact': 'no: the link in the contact’s mailbox is the proof',
  'enrolment.denyContact': 'no: the link is the proof, and another contact can be named',
  'enrolment.resendContactMail': 'no: it sends what the contact already got',
  'enrolment.changeContact': 'no: it can be changed again, and the contact has to confirm',
  'enrolment.uploadDocument': 'no: a reviewer looks at it, and another one can follow',
  'enrolment.giveConsent': 'no: it gives the operator a reviewer’s check, and takes nothing away',
  'enrolment.provideDocuments': 'no: a reviewer looks at them, and can ask again',
  'enrolment.appeal': 'no: it asks for another look',
  'enrolment.signAgreement': 'fresh: binds the company, and makes it a partner',
  'partnerAccount.signAgreement': 'fresh: binds the company',
  'partnerAccount.changeProfile': 'no: it can be changed back',
  'partnerAccount.changeContact': 'no: it can be changed back',
  'partnerAccount.changeSupport': 'no: it can be changed back',
  'providers.saveEntry': 'no: it can be changed back',
  'businessProfiles.save': 'no: it can be changed back',
  'businessProfiles.saveLogo': 'no: it can be changed back',
  'partnerships.authorise': 'fresh: binds the company, and lets another one look into its account',
  'partnerships.decline': 'no: the link can still be authorised',
  'partnerships.removeAccess': 'fresh: takes a right away',
  'partnerships.remove': 'fresh: cannot be taken back',
  'partnerAccount.requireSecondFactor': 'fresh: changes how everybody signs in',
  'partnerAccount.saveDirectory': 'fresh: names the server that will say who signs in',
  'partnerAccount.testDirectory': 'fresh: lets a server that was just named take part',
  'partnerAccount.declareAddresses': 'fresh: lets addresses open accounts that nobody else vouches for',
  'partnerAccount.switchDirectory': 'fresh: changes how everybody signs in',
  'partnerAccount.removeDirectory': 'fresh: changes how everybody signs in',
  'relationshipRequest.prepare': 'no: nobody gets a right until a customer accepts',
  'relationshipRequest.send': 'no: nobody gets a right until a customer accepts',
  'relationshipRequest.sendAgain': 'no: nobody gets a right until a customer accepts',
  'relationshipRequest.remind': 'no: nobody gets a right until a customer accepts',
  'relationshipRequest.withdraw': 'no: it sends nothing',
  'requestDraft.save': 'no: a draft',
  'requestDraft.discard': 'no: a draft',
  'customerExports.ask': 'no: it writes a file for the person who may read the list',
  'customerLabels.save': 'no: it can be changed back',
  'customerViews.save': 'no: it can be changed back',
  'customerViews.delete': 'no: a view can be saved again',
  'customerRemoval.remove': 'fresh: ends a relationship',
  'invitation.accept': 'fresh: gives a partner privileges, and signs the agreement',
  'invitation.decline': 'no: the link can still be accepted',
  'customerServices.open': 'no: the customer’s privileges allow it, and each use is recorded',
  'accessLog.setReasonRule': 'fresh: it may take away a condition of every use',
  'partnerRelationships.removeRoles': 'fresh: takes a partner’s privileges away',
  'partnerRelationships.moveRoles': 'fresh: gives a partner privileges, and takes another’s away',
  'partnerRelationships.removeAllRoles': 'fresh: takes all partners’ privileges away',
  'subscriptions.place': 'fresh: buys',
  'subscriptions.change': 'fresh: buys, or takes a service away from its users',
  'subscriptions.asks.send': 'no: the provider decides whether it orders',
  'subscriptions.asks.withdraw': 'no: it can be asked again',
  'subscriptions.asks.decline': 'no: it can be asked again',
  'offerList.import': 'fresh: changes what everything costs',
  'customerAgreement.attest': 'no: it lets the partner order what it pays for, and the customer is told',
  'endRequests.ask': 'no: it asks, and can be withdrawn',
  'endRequests.withdraw': 'no: it can be asked again',
  'renegotiations.stateToPartner': 'fresh: attests an agreement',
  'renegotiations.answerPartner': 'fresh: attests an agreement',
  'renegotiations.stateToCustomer': 'fresh: attests an agreement',
  'renegotiations.answerCustomer': 'fresh: attests an agreement',
  'endRequests.answer': 'no: nothing ends by an answer',
  'people.decide': 'fresh: lets somebody in',
  'people.changeRole': 'fresh: changes who may do what',
  'people.endSessions': 'fresh: ends sessions',
  'people.resetSecondFactor': 'fresh: makes the password enough until another factor is set up',
  'people.requireSecondFactor': 'fresh: changes how everybody signs in',
  'people.remove': 'fresh: takes roles away',
  'people.restore': 'fresh: gives roles back',
  'securityContact.name': 'fresh: changes who is warned',
  'securityContact.confirm': 'no: a mailbox answers, without an account',
  'securityContact.remove': 'fresh: changes who is warned',
  'users.add': 'fresh: gives roles, and shows a password',
  'users.sendLink': 'fresh: sends a link that opens an account',
  'users.update': 'fresh: changes roles',
  'users.setOwnAgentType': 'fresh: changes a role',
  'users.resetPassword': 'fresh: shows a password',
  'users.resetSecondFactor': 'fresh: makes the password enough until another factor is set up',
  'users.remove': 'fresh: takes roles away',
  'users.restore': 'fresh: gives roles back',
  'operatorDeadLetters.retry': 'no: it repeats what had to happen once',
  'customerLicences.start': 'no: licences can be taken back, and each use is recorded',
  'customerLicences.cancel': 'no: what was done stays',
  'customerUsers.create': 'fresh: shows a password',
  'customerUsers.update': 'fresh: changes roles',
  'customerUsers.change': 'no: each can be taken back, and each use is recorded',
  'customerUsers.resetPassword': 'fresh: shows a password',
  'operatorProvisionings.retry': 'no: it repeats what had to happen once',
  'operatorPartners.suspend': 'fresh: changes what a partner may do',
  'operatorPartners.lift': 'fresh: changes what a partner may do',
  'operatorPartners.freeze': 'fresh: stops what a partner may do',
  'operatorPartners.thaw': 'fresh: gives a partner its privileges back',
  'operatorPartners.deauthorise': 'fresh: ends a partner',
  'operatorPartners.announceDeauthorisation': 'fresh: tells a partner that it ends',
  'operatorPartners.withdrawDeauthorisation': 'fresh: takes back that a partner ends',
  'operatorPartners.listProvider': 'fresh: names a partner to the public',
  'operatorPartners.unlistProvider': 'fresh: takes a partner from the public’s eyes',
  'operatorPartners.revokeLink': 'fresh: ends links that were handed out',
  'operatorAccounts.endSessions': 'fresh: ends sessions',
  'operatorAccounts.suspend': 'fresh: changes who may sign in',
  'operatorAccounts.lift': 'fresh: changes who may sign in',
  'operatorRequests.askReset': 'fresh: begins to make a password enough',
  'operatorRequests.confirm': 'fresh: makes a password enough',
  'operatorRequests.withdraw': 'no: it gives nobody anything, and can be asked again',
  'operatorEndRequests.note': 'no: a note for operators',
  'operatorEndRequests.settle': 'fresh: closes a customer’s request, and tells both sides',
  'operatorEnrolments.assign': 'no: it can be assigned again',
  'operatorEnrolments.setCheck': 'no: it can be set again until the decision, which asks',
  'operatorEnrolments.startReview': 'no: it decides nothing',
  'operatorEnrolments.requestDocuments': 'no: the review goes on',
  'operatorEnrolments.accept': 'fresh: decides who becomes a partner',
  'operatorEnrolments.reject': 'fresh: decides who becomes a partner',
  'operatorEnrolments.setDeadline': 'no: a later deadline takes its place',
  'operatorEnrolments.close': 'fresh: decides who becomes a partner',
  'operatorEnrolments.resendVerification': 'no: it sends what the contact already got',
  'operatorDirectory.import': 'fresh: replaces profiles and logins of companies',
  'operatorDirectory.addWebMail': 'fresh: changes who may enrol, and with whom',
  'operatorDirectory.removeWebMail': 'fresh: changes who may enrol, and with whom',
  'operatorSettings.setForeignLinks': 'fresh: changes what partners may mail to strangers',
  'operatorSettings.setFourEyes': 'fresh: decides whether one operator can end a partner',
  'operatorSettings.setContact': 'fresh: decides whom everybody turns to for help',
}

test('every mutation that cannot be taken back, or changes who may do what, asks to confirm who it is', () => {
  const declared = Object.entries(mutations).map(([path, found]) => [path, found?.fresh ? 'fresh' : 'no'])
  const listed = Object.entries(freshness).map(([path, why]) => [path, why.split(':')[0]])
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(listed))
})

test('these answers hold something that is shown once', () => {
  const shownOnce = pathsOf(({ secrets }) => secrets.length > 0)
  expect(Object.fromEntries(shownOnce.map((path) => [path, mutations[path]?.secrets]))).toEqual({
    'account.confirmSignUp': ['session', 'invitation'],
    'customerUsers.create': ['password'],
    'customerUsers.resetPassword': ['password'],
    'enrolment.confirmWorkAccount': ['session', 'invitation'],
    'customerServices.open': ['token'],
    'secondFactor.confirm': ['recoveryCodes', 'session'],
    'secondFactor.newRecoveryCodes': ['recoveryCodes'],
    'users.add': ['temporaryPassword'],
    'users.resetPassword': ['temporaryPassword'],
  })
})
