import type { PersonalColumn, TableRegister } from './personal-column.ts'

const signer = (what: string): PersonalColumn => ({ what, erasure: 'kept', until: 'attestedNames' })

/** The part of `personalData` for the tables behind a customer's record. */
export const personalDataOfCustomers: Record<string, TableRegister> = {
  'public.business_location': { none: 'country city' },
  'public.business_profile': { none: 'description services logo logo_type' },
  'public.customer_alias': { none: 'alias' },
  'public.customer_alias_term': { none: 'term' },
  'public.customer_export': {
    none: 'language place',
    personal: {
      wish: { what: 'what a person searched for', erasure: 'deleted', until: 'customerExports' },
    },
  },
  'public.customer_export_part': { none: 'rows' },
  'public.agreement_asking': { none: 'agreement version' },
  'public.agreement_ask': { none: 'agreement version' },
  'public.agreement_renewal': { none: 'agreement version language' },
  'public.tenant_export': { none: '' },
  'public.tenant_export_part': {
    none: '',
    personal: { lines: { what: 'all data of a tenant', erasure: 'deleted', until: 'tenantExports' } },
  },
  'public.customer_profile': {
    none: 'part company_name number language address_line1 address_line2 city region postal_code',
    personal: {
      contact_name: { what: 'contact of a customer', erasure: 'blanked', until: 'person' },
      contact_email: { what: 'address of a contact', erasure: 'blanked', until: 'person' },
      contact_phone: { what: 'phone of a contact', erasure: 'blanked', until: 'person' },
    },
  },
  'public.customer_tag': { none: 'tag' },
  'public.customer_view': {
    none: 'query',
    personal: { name: { what: 'name of a person’s view', erasure: 'deleted', until: 'person' } },
  },
  'public.referral': {
    none: 'source company country status terms',
    personal: { message: { what: 'what a customer asks', erasure: 'rewritten', until: 'referrals' } },
  },
  'public.referral_contact': {
    none: '',
    personal: {
      name: { what: 'who asks for a customer', erasure: 'blanked', until: 'referrals' },
      email: { what: 'address of who asks', erasure: 'blanked', until: 'referrals' },
      phone: { what: 'phone of who asks', erasure: 'blanked', until: 'referrals' },
      locale: { what: 'language', erasure: 'blanked', until: 'referrals' },
    },
  },
  'public.renegotiation': {
    none: 'stated_by status',
    personal: { text: { what: 'what both agreed', erasure: 'rewritten', until: 'person' } },
  },
  'public.security_contact': {
    none: 'state',
    personal: {
      email: { what: 'address that is told of grants', erasure: 'deleted', until: 'securityContacts' },
      locale: { what: 'language', erasure: 'deleted', until: 'securityContacts' },
    },
  },
  'public.statement': { none: 'month currency customer_name' },
  'public.statement_line': { none: 'source kind offer' },
  'public.statement_run': { none: 'month' },
  'public.agreement_attestation': {
    none: 'agreement version language',
    personal: {
      first_name: signer('who agreed for a customer'),
      last_name: signer('who agreed for a customer'),
      email: signer('address of who agreed for a customer'),
    },
  },
  'public.provisioning': {
    none: 'kind kid sealed state external_id refusal fault',
    personal: {
      payload: { what: 'whom an order concerns', erasure: 'rewritten', until: 'provisionings' },
    },
  },
  'public.redeemed_hand_over': { none: '' },
  'public.customer_user': {
    none: 'roles status former_status external_id refusal',
    personal: {
      user_name: { what: 'name to sign in with', erasure: 'rewritten', until: 'deletedCustomerUsers' },
      display_name: { what: 'name', erasure: 'rewritten', until: 'deletedCustomerUsers' },
      sort_key: { what: 'name, as lists sort it', erasure: 'blanked', until: 'deletedCustomerUsers' },
      terms: { what: 'names, as searches find them', erasure: 'blanked', until: 'deletedCustomerUsers' },
    },
  },
  'public.licence': { none: 'state' },
  'public.licence_run': { none: 'act' },
  'public.licence_run_row': { none: 'result' },
  'public.service_request': {
    none: 'service severity status channel',
    personal: {
      title: { what: 'what a request is about', erasure: 'rewritten', until: 'person' },
      terms: { what: 'title, as searches find it', erasure: 'blanked', until: 'person' },
    },
  },
  'public.service_request_document': {
    none: 'media_type sha256',
    personal: { file_name: { what: 'name of the file', erasure: 'deleted', until: 'attachments' } },
  },
  'public.service_request_document_content': {
    none: '',
    personal: { content: { what: 'the attachment itself', erasure: 'deleted', until: 'attachments' } },
  },
  'public.service_request_note': {
    none: 'event',
    personal: { text: { what: 'what was said', erasure: 'rewritten', until: 'person' } },
  },
  'public.added_customer': { none: '' },
  'public.known_customer': { none: 'partner_number domain legal_name country' },
  'public.customer_import': {
    none: 'kind state file_name columns mapping language requests counts',
    personal: { author_name: { what: 'who uploaded it', erasure: 'blanked', until: 'customerImports' } },
  },
  'public.customer_import_row': {
    none: 'state faults domain',
    personal: {
      fields: { what: 'a row of the file', erasure: 'blanked', until: 'customerImports' },
      key: { what: 'address', erasure: 'blanked', until: 'customerImports' },
      item: { what: 'address and reference', erasure: 'blanked', until: 'customerImports' },
    },
  },
}
