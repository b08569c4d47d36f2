import { randomUUID } from 'node:crypto'
import { cloud } from '@entente/trpc/testing'
import { givenApplication, givenChecks, givenDocument } from '@entente/trpc/testing/applications'
import { givenContactLink } from '@entente/trpc/testing/enrolment'
import type { Actor } from '../actors.ts'
import {
  type Entries,
  isOver,
  newCompany,
  newcomer,
  once,
  oneTime,
  ours,
  password,
  reachable,
  street,
  world,
} from './tenants.ts'

/** The input of an operator who acts on the first version of an application. */
async function reviewing(given: Parameters<typeof givenApplication>[1], checks?: 'passed' | 'failed') {
  const application = await givenApplication(world, given)
  if (checks) await givenChecks(world, application, checks)
  return { id: application.id, version: 1, ...once() }
}

const contactToken = async () =>
  givenContactLink(world, await givenApplication(world, { state: 'submitted', contact: 'sent' }))
const forApplicants = ({ audience, roles }: Actor) => {
  if (audience !== 'partner') return '401 not_signed_in'
  return roles.includes('global_admin') ? undefined : '403 not_global_admin'
}
const document = await givenDocument(world, { id: ours.id, applicant: ours.person })

export const enrolment: Entries = {
  'enrolment.welcome': { gate: 'public' },
  'enrolment.createWorkAccount': {
    gate: 'public',
    input: () => ({ ...newcomer(), kind: 'direct_bill', ...once() }),
  },
  'enrolment.workAccountStatus': {
    gate: 'public',
    input: async () => ({ token: await oneTime('work_account') }),
  },
  'enrolment.confirmWorkAccount': {
    gate: 'public',
    input: async () => ({ token: await oneTime('work_account'), ...newCompany, password, ...once() }),
  },
  'enrolment.contactStatus': { gate: 'public', input: async () => ({ token: await contactToken() }) },
  'enrolment.confirmContact': {
    gate: 'public',
    input: async () => ({ token: await contactToken(), signedUp: true, addressIsOurs: true, ...once() }),
  },
  'enrolment.denyContact': {
    gate: 'public',
    input: async () => ({ token: await contactToken(), ...once() }),
  },
  'enrolment.prospects': { gate: 'session', answer: forApplicants },
  'enrolment.start': {
    gate: 'session',
    input: () => ({ kind: 'direct_bill', ...once() }),
    answer: forApplicants,
  },
  'enrolment.get': { gate: 'enrolment.manage' },
  'enrolment.membershipOptions': { gate: 'enrolment.manage' },
  'enrolment.signInToMembership': {
    gate: 'enrolment.manage',
    input: () => ({ userName: 'nobody', password }),
    answer: () => '401 wrong_credentials',
  },
  'enrolment.chooseProfile': {
    gate: 'enrolment.manage',
    input: () => ({ mpnId: '4711', ...once() }),
    answer: () => '409 membership_not_chosen',
  },
  'enrolment.cancelMembership': { gate: 'enrolment.manage', input: once },
  'enrolment.postponeMembership': { gate: 'enrolment.manage', input: once, answer: isOver },
  'enrolment.saveLegalProfile': {
    gate: 'enrolment.manage',
    input: () => ({ legalName: 'Fabrikam', country: 'DE', ...street, ...once() }),
    answer: isOver,
  },
  'enrolment.saveContact': {
    gate: 'enrolment.manage',
    input: () => ({ who: 'someone_else', name: 'Kim Weber', ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.saveSupport': {
    gate: 'enrolment.manage',
    input: () => ({ ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.submit': { gate: 'enrolment.manage', input: () => ({ version: 1, ...once() }), answer: isOver },
  'enrolment.reopen': { gate: 'enrolment.manage', input: () => ({ version: 1, ...once() }), answer: isOver },
  'enrolment.resendContactMail': {
    gate: 'enrolment.manage',
    input: once,
    answer: () => '409 contact_settled',
  },
  'enrolment.changeContact': {
    gate: 'enrolment.manage',
    input: () => ({ who: 'someone_else', name: 'Kim Weber', ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.uploadDocument': {
    gate: 'enrolment.manage',
    input: () => ({ kind: 'other', name: 'a.pdf', content: btoa('%PDF-1.7'), ...once() }),
    answer: isOver,
  },
  'enrolment.giveConsent': {
    gate: 'enrolment.manage',
    input: () => ({ check: 'credit_check', ...once() }),
    answer: isOver,
  },
  'enrolment.document': {
    gate: 'enrolment.manage',
    input: () => ({ id: document }),
    id: { at: 'id', owner: ours.id },
  },
  'enrolment.provideDocuments': {
    gate: 'enrolment.manage',
    input: () => ({ version: 1, comment: 'Here', ...once() }),
    answer: isOver,
  },
  'enrolment.appeal': {
    gate: 'enrolment.manage',
    input: () => ({ version: 1, comment: 'Look again', ...once() }),
    answer: isOver,
  },
  'enrolment.signAgreement': {
    gate: 'agreement.sign',
    input: () => ({
      accepted: true,
      version: cloud.agreements.partner.version,
      signer: 'Ada Roy',
      ...once(),
    }),
    answer: isOver,
  },
  'operatorEnrolments.list': { gate: 'enrolments.view', input: () => ({}) },
  'operatorEnrolments.get': { gate: 'enrolments.view', input: () => reviewing({}) },
  'operatorEnrolments.document': {
    gate: 'enrolments.view',
    input: async () => ({ id: await givenDocument(world, await givenApplication(world)) }),
  },
  'operatorEnrolments.assign': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), assignee: 'me' }),
  },
  'operatorEnrolments.setCheck': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), check: 'profile', result: 'passed' }),
  },
  'operatorEnrolments.startReview': {
    gate: 'enrolments.decide',
    input: () => reviewing({ state: 'email_verified' }),
  },
  'operatorEnrolments.requestDocuments': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), reason: 'More' }),
  },
  'operatorEnrolments.accept': { gate: 'enrolments.decide', input: () => reviewing({}, 'passed') },
  'operatorEnrolments.reject': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({}, 'failed')), reason: 'No' }),
  },
  'operatorEnrolments.setDeadline': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({ state: 'submitted' })), answerBy: '2099-01-31' }),
  },
  'operatorEnrolments.close': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({ state: 'submitted' })), reason: 'Silent' }),
    answer: () => '409 deadline_not_passed',
  },
  'operatorEnrolments.resendVerification': {
    gate: 'enrolments.decide',
    input: () => reviewing({ state: 'submitted', contact: 'sent' }),
  },
  'operatorDirectory.list': { gate: 'directory.manage', input: () => ({}) },
  'operatorDirectory.import': {
    gate: 'directory.manage',
    input: () => ({
      file: Buffer.from('mpn_id,organisation,country\n4100001,Contoso,DE').toString('base64'),
      ...once(),
    }),
  },
  'operatorDirectory.imported': { gate: 'directory.manage' },
  'operatorDirectory.webMail': { gate: 'web_mail.manage' },
  'operatorDirectory.addWebMail': {
    gate: 'web_mail.manage',
    input: () => ({ domain: 'post.example', ...once() }),
  },
  'operatorDirectory.removeWebMail': {
    gate: 'web_mail.manage',
    input: async ({ audience }) => {
      const domain = `d${randomUUID()}.example`
      const keeper = await world.as(await world.operator('none', 'operator_admin'))
      if (audience === 'operator') await keeper.operatorDirectory.addWebMail({ domain, ...once() })
      return { domain, ...once() }
    },
  },
}
