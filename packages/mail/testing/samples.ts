import type { Translate } from '@entente/i18n/translate'
import { accountReadyMail } from '../src/account-ready.ts'
import { agreementAttestedMail } from '../src/agreement-attested.ts'
import { alreadySignedUpMail } from '../src/already-signed-up.ts'
import { confirmSignUpMail } from '../src/confirm-sign-up.ts'
import { deauthorisationWarningMail } from '../src/deauthorisation-warning.ts'
import { documentsRequestedMail } from '../src/documents-requested.ts'
import { endRequestMail } from '../src/end-request.ts'
import { enrolmentAcceptedMail, enrolmentRejectedMail } from '../src/enrolment-decided.ts'
import { enrolmentNewsMail, enrolmentStatusMail, reportedStates } from '../src/enrolment-status.ts'
import { joinDecidedMail } from '../src/join-decided.ts'
import { joinRequestedMail } from '../src/join-requested.ts'
import type { Frame } from '../src/layout.ts'
import { linkRevokedMail } from '../src/link-revoked.ts'
import { privilegesFrozenMail } from '../src/privileges-frozen.ts'
import { privilegesLostMail } from '../src/privileges-lost.ts'
import { relationshipAcceptedMail } from '../src/relationship-accepted.ts'
import { relationshipReceiptMail } from '../src/relationship-receipt.ts'
import { relationshipRequestMail } from '../src/relationship-request.ts'
import type { Rendered } from '../src/rendered.ts'
import { resetPasswordMail } from '../src/reset-password.ts'
import { roleChangedMail } from '../src/role-changed.ts'
import { secondFactorResetMail } from '../src/second-factor-reset.ts'
import { securityContactAskedMail, securityContactEndedMail } from '../src/security-contact.ts'
import { requestToOperator, requestToPartner, saidByOperator, saidByPartner } from '../src/service-request.ts'
import { signInsFailedMail } from '../src/sign-ins-failed.ts'
import { suspensionMail } from '../src/suspension.ts'
import { userAddedMail } from '../src/user-added.ts'
import { verifyContactMail } from '../src/verify-contact.ts'
import { workAccountExistsMail, workAccountMail } from '../src/work-account.ts'
import { agreementSamples } from './agreement-samples.ts'
import { privilegesSamples } from './privileges-samples.ts'
import { referralSamples } from './referral-samples.ts'
import { renegotiationSamples } from './renegotiation-samples.ts'

const at = new Date('2027-03-07T09:30:00Z')

export const frame: Frame = {
  cloud: 'Entente Global',
  accent: '#2456c4',
  operator: {
    name: 'Example Cloud GmbH',
    email: 'support@example.com',
    phone: '+49 30 1234567',
    website: 'https://www.example.com/support',
    hours: 'Monday to Friday, 9:00 to 17:00',
  },
}

/** Every text in a mail that a person may have chosen. */
export type Chosen = { person: string; organisation: string; partner: string; email: string; words: string }

export const harmless: Chosen = {
  person: 'Ada Sommer',
  organisation: 'Contoso AG',
  partner: 'Fabrikam GmbH',
  email: 'ada@contoso.test',
  words: 'Guten Tag,\n\nes geht um <Azure> & mehr.',
}

const support = { email: 'help@fabrikam.test', phone: '+41445550100', website: 'https://help.fabrikam.test' }

/** The facts of a request beside its draft. */
export const asked = {
  ...frame,
  partner: { legalName: 'Fabrikam GmbH', country: 'CH', partnerId: '4711', verified: true },
  author: 'Bo',
  replyTo: 'bo@fabrikam.test',
  services: ['Azure', 'Intune'],
  agreement: 'Microsoft Customer Agreement',
  check: 'customer.example.com/genuine',
}

/** Every mail, filled with the chosen texts. A mail that is missing here has no tests. */
export function everyMail(chosen: Chosen, t: Translate): Record<string, Rendered> {
  const { person, organisation, partner, email, words } = chosen
  const to = { ...frame, name: person }
  const timing = { expiresAt: at, timeZone: 'Europe/Berlin' }
  const accepted = { acceptedAt: at, timeZone: 'Europe/Berlin', services: ['Azure', 'Intune'] }
  const received = {
    ...to,
    ...accepted,
    organisation,
    partner: { name: partner, country: 'CH', partnerId: '4711', isUnchanged: false, support },
    moved: [{ service: 'Azure', holder: organisation }],
    agreement: { name: 'Microsoft Customer Agreement', version: '2020-02' },
  }
  const changedRole = {
    ...{ ...to, organisation, by: person, changedAt: at, timeZone: 'Europe/Berlin' },
    before: ['user' as const],
    role: 'relationship_manager' as const,
  }
  const joins = (decision: 'global_admin' | 'user' | 'decline') =>
    joinDecidedMail({ ...to, organisation, decision }, t)
  return {
    request: relationshipRequestMail(
      {
        ...asked,
        partner: { ...asked.partner, legalName: partner },
        author: person,
        replyTo: email,
        subject: words,
        paragraphs: [
          { kind: 'text', text: words },
          { kind: 'link', text: 'https://entente.test/invitation/x' },
          { kind: 'text', text: `${person}\n${partner}` },
        ],
      },
      t,
    ),
    confirm: confirmSignUpMail({ ...to, organisation, ...timing }, t),
    already: alreadySignedUpMail(to, t),
    reset: resetPasswordMail({ ...to, ...timing }, t),
    sign_ins_failed: signInsFailedMail(to, t),
    accepted: relationshipAcceptedMail(
      { ...to, ...accepted, partner, customer: { name: organisation, country: 'DE' }, result: 'accepted' },
      t,
    ),
    restored: relationshipAcceptedMail(
      { ...to, ...accepted, partner, customer: { name: organisation, country: 'DE' }, result: 'restored' },
      t,
    ),
    receipt: relationshipReceiptMail(received, t),
    granted: relationshipReceiptMail({ ...received, by: person }, t),
    granted_contact: relationshipReceiptMail({ ...received, name: null, by: person }, t),
    security_contact: securityContactAskedMail({ ...frame, organisation, ...timing }, t),
    security_contact_ended: securityContactEndedMail({ ...frame, organisation }, t),
    ...referralSamples({ to, partner, organisation, words }, t),
    ...Object.fromEntries(
      (['asked', 'withdrawn', 'agreed', 'explained', 'settled'] as const).map((event) => [
        `end_request_${event}`,
        endRequestMail(
          {
            ...{ ...to, customer: organisation, partner, event, words: event === 'withdrawn' ? null : words },
            ...{ outcome: event === 'settled' ? 'continues' : null, deadline: at, timeZone: 'Europe/Berlin' },
          },
          t,
        ),
      ]),
    ),
    agreement_attested: agreementAttestedMail(
      {
        ...{ ...to, customer: organisation, partner, agreedOn: '2027-03-07' },
        agreement: { name: 'Microsoft Customer Agreement', version: '2020-02' },
      },
      t,
    ),
    ...Object.fromEntries([
      ...saidByOperator.map((event) => [
        `service_request_${event}_partner`,
        requestToPartner({ ...to, event, title: words, customer: organisation, words }, t),
      ]),
      ...saidByPartner.map((event) => [
        `service_request_${event}_operator`,
        requestToOperator({ ...to, event, title: words, customer: organisation, partner, words }, t),
      ]),
    ]),
    ...renegotiationSamples({ ...to, partner, customer: organisation }, words, t),
    lost: privilegesLostMail(
      { ...to, partner, customer: organisation, services: ['Azure'], lostAt: at, timeZone: 'Europe/Berlin' },
      t,
    ),
    joint_receipt: relationshipReceiptMail(
      { ...received, provider: { name: organisation, country: 'IE', partnerId: '4712', isUnchanged: false } },
      t,
    ),
    half_joint_receipt: relationshipReceiptMail(
      { ...received, provider: { name: organisation, country: 'IE', partnerId: '4712', isUnchanged: true } },
      t,
    ),
    jointly_accepted: relationshipAcceptedMail(
      {
        ...{ ...to, ...accepted, partner, customer: { name: organisation, country: 'DE' }, services: [] },
        ...{ result: 'unchanged', other: { name: person, role: 'provider' } },
      },
      t,
    ),
    accepted_signature: relationshipAcceptedMail(
      {
        ...{ ...to, ...accepted, partner, customer: { name: organisation, country: 'DE' }, services: [] },
        result: 'unchanged',
      },
      t,
    ),
    accepted_for_provider: relationshipAcceptedMail(
      {
        ...{ ...to, ...accepted, partner, customer: { name: organisation, country: 'DE' }, services: [] },
        ...{ result: 'accepted', other: { name: person, role: 'reseller' } },
      },
      t,
    ),
    ...privilegesSamples({ ...to, organisation, partner }, at, t),
    asked: joinRequestedMail({ ...to, organisation, person: { name: person, email } }, t),
    admitted: joins('global_admin'),
    approved: joins('user'),
    declined: joins('decline'),
    role_changed: roleChangedMail({ ...changedRole, person: { name: person, email } }, t),
    role_changed_own: roleChangedMail({ ...changedRole, person: null }, t),
    factor_reset: secondFactorResetMail({ ...to, by: 'global_admin' }, t),
    factor_reset_operator: secondFactorResetMail({ ...to, by: 'operator' }, t),
    ...enrolmentMails(chosen, t),
  }
}

/** M-01 to M-06, M-20, and the two about work accounts. */
function enrolmentMails(
  { person, organisation, email, words }: Chosen,
  t: Translate,
): Record<string, Rendered> {
  const to = { ...frame, name: person, organisation }
  const own = { ...to, actor: null }
  const toContact = { ...to, actor: { name: person, email } }
  const timing = { expiresAt: at, timeZone: 'Europe/Berlin' }
  const open = { reason: words, answerUntil: at, timeZone: 'Europe/Berlin' }
  const statuses = reportedStates.map((state) => [
    `status_${state}`,
    enrolmentStatusMail({ ...own, ...open, state, reviewTime: 'days' }, t),
  ])
  return {
    work_account: workAccountMail({ ...to, ...timing }, t),
    user_added: userAddedMail({ ...to, ...timing }, t),
    work_account_exists: workAccountExistsMail(to, t),
    verify_contact: verifyContactMail({ ...to, ...timing, person }, t),
    ...Object.fromEntries(statuses),
    status_weeks: enrolmentStatusMail({ ...toContact, ...open, state: 'in_review', reviewTime: 'weeks' }, t),
    enrolment_news: enrolmentNewsMail(toContact, t),
    enrolment_accepted: enrolmentAcceptedMail({ ...toContact, isReReview: false }, t),
    change_accepted: enrolmentAcceptedMail({ ...own, isReReview: true }, t),
    enrolment_rejected: enrolmentRejectedMail({ ...own, isReReview: false, reason: words }, t),
    change_rejected: enrolmentRejectedMail({ ...toContact, isReReview: true, reason: words }, t),
    documents_requested: documentsRequestedMail({ ...own, ...open }, t),
    ...agreementSamples({ ...to, acceptedAt: at, timeZone: 'Europe/Berlin' }, t),
    suspended: suspensionMail('partner_suspended', { ...to, reason: words, isFrozen: true }, t),
    lifted: suspensionMail('suspension_lifted', { ...to, reason: words, isFrozen: false }, t),
    own_privileges_frozen: privilegesFrozenMail('frozen', to, t),
    own_privileges_thawed: privilegesFrozenMail('thawed', to, t),
    link_revoked: linkRevokedMail({ ...to, count: 3 }, t),
    account_ready: accountReadyMail({ ...to, agreement: 'Microsoft Partner Agreement' }, t),
    deauthorisation_warning: deauthorisationWarningMail(
      { ...to, days: 30, endsAt: at, timeZone: 'Europe/Berlin', reason: words },
      t,
    ),
  }
}
