import { z } from 'zod'

/** A UUID (version 7, made by the application) that carries its noun, so an id of the wrong noun does not compile. */
export type Id<Noun extends string> = string & { readonly noun: Noun }

/** The nouns that have ids. Partners and customers are both organisations. */
export type IdNoun =
  | 'organisation'
  | 'account'
  | 'membership'
  | 'session'
  | 'link'
  | 'one_time_link'
  | 'waiting_choice'
  | 'recovery_code'
  | 'second_factor'
  | 'relationship'
  | 'acceptance'
  | 'renewal'
  | 'asking'
  | 'grant'
  | 'access'
  | 'partnership'
  | 'request'
  | 'request_draft'
  | 'recipient'
  | 'removal'
  | 'end_request'
  | 'attestation'
  | 'provisioning'
  | 'customer_view'
  | 'customer_export'
  | 'tenant_export'
  | 'renegotiation'
  | 'security_contact'
  | 'customer_user'
  | 'licence_run'
  | 'statement'
  | 'outbox'
  | 'audit'
  | 'enrolment_event'
  | 'enrolment_document'
  | 'partner_agreement'
  | 'directory_attempt'
  | 'directory_import'
  | 'service_request'
  | 'service_request_note'
  | 'service_request_document'
  | 'customer_import'
  | 'operator_request'
  | 'deauthorisation_notice'
  | 'offer'
  | 'subscription'
  | 'order'
  | 'order_ask'
  | 'referral'

/** The schema of one noun's id: any spelling of a UUID comes out lower-cased, so equal ids are equal strings. */
export function idOf<Noun extends IdNoun>(): z.ZodType<Id<Noun>, string> {
  // The noun exists only in the type: at run time an id is the checked string itself.
  return z.uuid().toLowerCase() as unknown as z.ZodType<Id<Noun>, string>
}
