import type { PersonalColumn, TableRegister } from './personal-column.ts'
import { personalDataOfCustomers } from './personal-data-of-customers.ts'

const secret = (what: string): PersonalColumn => ({ what, erasure: 'deleted', until: 'removedUsers' })
const note = (what: string): PersonalColumn => ({
  what,
  erasure: 'rewritten',
  until: 'refusedApplications',
})
const contact = (what: string): PersonalColumn => ({
  what,
  erasure: 'blanked',
  until: 'refusedApplications',
})
const document = (what: string): PersonalColumn => ({ what, erasure: 'deleted', until: 'documents' })
const mail = (what: string, erasure: PersonalColumn['erasure'] = 'rewritten'): PersonalColumn => ({
  what,
  erasure,
  until: 'mails',
})

/**
 * Every text, JSON and binary column of the schema: what it holds of people, how erasure treats it and which retention rule
 * ends it. A test compares it with the schema, erases a person who stands in every personal column, and looks for what is
 * left.
 */
export const personalData: Record<string, TableRegister> = {
  ...personalDataOfCustomers,
  'auth.account': {
    none: 'audience',
    personal: {
      email: { what: 'address', erasure: 'blanked', until: 'removedUsers' },
      name: { what: 'name', erasure: 'blanked', until: 'person' },
      sort_key: { what: 'name, as lists sort it', erasure: 'blanked', until: 'person' },
      terms: { what: 'name and address, as searches find them', erasure: 'blanked', until: 'person' },
      locale: { what: 'language', erasure: 'blanked', until: 'removedUsers' },
      time_zone: { what: 'time zone', erasure: 'blanked', until: 'removedUsers' },
    },
  },
  'auth.credential': { none: '', personal: { password_hash: secret('password') } },
  'auth.directory_attempt': { none: 'state_hash nonce kid verifier' },
  'auth.directory_identity': {
    none: 'issuer client_id',
    personal: { subject: secret('person at a directory') },
  },
  // Its keys are hashes, and a day after the last failure they are gone.
  'auth.guess': { none: 'key' },
  'auth.membership': { none: 'audience status roles former_roles' },
  'auth.one_time_link': {
    none: 'kind kid',
    personal: {
      details: {
        what: 'address, name and company of a sign-up, and where it was asked for',
        erasure: 'blanked',
        until: 'oneTimeLinks',
      },
    },
  },
  'auth.operator_identity': {
    none: 'issuer client_id',
    personal: { subject: secret('operator at their issuer') },
  },
  'auth.partner_directory': { none: 'issuer client_id kid secret' },
  'auth.rate_limit': {
    none: '',
    personal: { key: { what: 'address', erasure: 'deleted', until: 'rateLimits' } },
  },
  'auth.recovery_code': { none: '', personal: { code_hash: secret('recovery code') } },
  'auth.second_factor': { none: 'kid', personal: { secret: secret('second factor') } },
  'auth.session': {
    none: 'token_hash awaits method',
    personal: { device: { what: 'browser', erasure: 'blanked', until: 'sessions' } },
  },
  'auth.waiting_choice': {
    none: '',
    personal: { form: { what: 'what a form held', erasure: 'deleted', until: 'waitingChoices' } },
  },
  'public.acceptance': { none: 'agreement version language change provider_change' },
  'public.access_record': {
    none: 'act service',
    personal: {
      account_name: { what: 'who used privileges', erasure: 'blanked', until: 'accessRecords' },
      reason: { what: 'why', erasure: 'rewritten', until: 'accessRecords' },
      terms: { what: 'name and reason, as searches find them', erasure: 'blanked', until: 'accessRecords' },
    },
  },
  'public.access_rule': { none: 'reason' },
  'public.admin_grant': { none: 'service end_reason' },
  'public.audit_head': { none: 'hash' },
  'public.audit_prune': { none: 'hash' },
  'public.audit_record': {
    none: 'actor_roles action payload_digest actor_kind transaction_id',
    personal: {
      payload: { what: 'whom an act concerned', erasure: 'blanked', until: 'auditRecords' },
    },
  },
  'public.audit_seal': { none: 'hash' },
  'public.audit_watermark': { none: 'next_transaction open_transactions' },
  'public.deauthorisation_notice': {
    none: '',
    personal: { reason: { what: 'what the partner is told', erasure: 'rewritten', until: 'person' } },
  },
  // What is sealed holds user names, ends with the import, and is deleted after a week at the latest.
  'public.directory_import': { none: 'kid sealed faults' },
  'public.directory_login': {
    none: '',
    personal: {
      user_name: { what: 'user name', erasure: 'deleted', until: 'person' },
      password_hash: { what: 'password', erasure: 'deleted', until: 'person' },
    },
  },
  'public.directory_login_profile': {
    none: 'mpn_id',
    personal: { user_name: { what: 'user name', erasure: 'deleted', until: 'person' } },
  },
  'public.directory_profile': {
    none: 'mpn_id organisation_name country status incentives benefits competencies sort_key terms',
  },
  'public.end_request': {
    none: 'status outcome',
    personal: {
      reason: { what: 'why a customer asks for the end', erasure: 'rewritten', until: 'person' },
      answer: { what: 'what the partner answers', erasure: 'rewritten', until: 'person' },
      told: { what: 'what the operator tells both', erasure: 'rewritten', until: 'person' },
    },
  },
  'public.end_request_note': {
    none: '',
    personal: { text: { what: 'what an operator notes', erasure: 'rewritten', until: 'person' } },
  },
  'public.enrolment': {
    none: 'kind state failed_fields mpn_id membership membership_options',
    personal: { reason: note('what the applicant is told') },
  },
  'public.enrolment_check': {
    none: 'name result digest',
    personal: { note: note('note of a reviewer'), seen: contact('the contact that a reviewer checked') },
  },
  'public.enrolment_consent': { none: 'name' },
  'public.enrolment_document': {
    none: 'kind media_type sha256',
    personal: { comment: document('comment'), file_name: document('name of the file') },
  },
  'public.enrolment_document_content': { none: '', personal: { content: document('the document itself') } },
  'public.enrolment_event': { none: 'event state actor_side', personal: { note: note('note') } },
  'public.idempotency': {
    none: 'procedure input_hash',
    personal: {
      actor: {
        what: 'account, or digest of a network address',
        erasure: 'deleted',
        until: 'idempotencyKeys',
      },
      result: { what: 'the answer to a press', erasure: 'deleted', until: 'idempotencyKeys' },
    },
  },
  'public.instance': { none: 'cloud operator_contact' },
  'public.mail_delivery': {
    none: 'kind message_id sender status feedback',
    personal: {
      recipient: mail('address'),
      reply_to: mail('name and address', 'blanked'),
      subject: { ...mail('text'), until: 'mailBodies' },
      body_text: { ...mail('text'), until: 'mailBodies' },
      body_html: { ...mail('text', 'blanked'), until: 'mailBodies' },
      failure: mail('what a mail server answered'),
    },
  },
  'public.operator_request': {
    none: 'kind',
    personal: { reason: { what: 'why an act on a person', erasure: 'deleted', until: 'operatorRequests' } },
  },
  'public.organisation': {
    none: 'kind legal_name country partner_kind partner_number partner_status domain sort_key terms',
  },
  'public.organisation_domain': { none: 'domain proven_by' },
  'public.outbox': { none: 'name data failure trace' },
  'public.partner_agreement': {
    none: 'legal_name name version',
    personal: { signer_name: { what: 'who signed', erasure: 'kept', until: 'signerNames' } },
  },
  'public.offer': { none: 'code name service sort_key terms' },
  'public.offer_price': { none: 'term currency' },
  'public.order_ask': { none: 'term status' },
  'public.partner_profile': {
    none: `legal_name country registration_number address_line1 address_line2 city region postal_code contact_status
      support_website sort_key terms`,
    personal: {
      contact_name: contact('name of the contact'),
      contact_email: contact('address of the contact'),
      contact_phone: contact('phone of the contact'),
      support_email: contact('address for support'),
      support_phone: contact('phone for support'),
      before_change: contact('the contact before a change'),
    },
  },
  'public.partnership': { none: 'status consent_version attestation_version' },
  'public.provider_entry': {
    none: 'countries region services languages programmes support_level conditions contact_website',
    personal: {
      contact_email: { what: 'address for resellers', erasure: 'blanked', until: 'person' },
      contact_phone: { what: 'phone for resellers', erasure: 'blanked', until: 'person' },
    },
  },
  'public.relationship': {
    none: 'status origin customer_name customer_domain customer_country sort_key services service_set',
  },
  'public.relationship_link': { none: 'kind kid' },
  'public.relationship_removal': { none: 'attestation language services privileges' },
  'public.relationship_request': {
    none: 'kind language terms',
    personal: {
      author_name: { what: 'who wrote', erasure: 'blanked', until: 'person' },
      subject: { what: 'text', erasure: 'rewritten', until: 'requestTexts' },
      body: { what: 'text', erasure: 'rewritten', until: 'requestTexts' },
      paragraphs: { what: 'text by paragraph', erasure: 'rewritten', until: 'requestTexts' },
      template_subject: { what: 'subject of the template', erasure: 'rewritten', until: 'requestTexts' },
      prepared_for: { what: 'whom it is for', erasure: 'rewritten', until: 'requestTexts' },
    },
  },
  'public.relationship_term': { none: 'term' },
  'public.request_draft': {
    none: '',
    personal: { edits: { what: 'text and recipients', erasure: 'deleted', until: 'requestDrafts' } },
  },
  'public.request_outcome': { none: 'kind customer_name terms' },
  'public.request_recipient': {
    none: 'status matched_by terms',
    personal: {
      address: { what: 'address', erasure: 'rewritten', until: 'recipients' },
      reference: { what: 'the partner’s reference', erasure: 'blanked', until: 'recipients' },
    },
  },
  'public.send_allowance': {
    none: '',
    personal: { subject: { what: 'address', erasure: 'deleted', until: 'sendAllowances' } },
  },
  'public.subscription': { none: 'term status support_by' },
  'public.subscription_order': { none: 'kind status term_before term_after currency refusal' },
  'public.web_mail_domain': { none: 'domain' },
  'public.webhook_receipt': { none: 'id source event' },
  'public.job_scope': { none: 'role job' },
  'public.worker_pulse': { none: 'facts' },
}
