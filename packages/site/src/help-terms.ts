import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { MessageKey } from '@entente/i18n/translate'

/** What follows a prefix in the keys of messages. */
export type KeyAfter<Prefix extends string> = MessageKey extends infer K
  ? K extends `${Prefix}${infer Rest}`
    ? Rest
    : never
  : never

/** A word that the glossary explains. */
export type Term = KeyAfter<'common.term.'>

const everySite = ['partner', 'customer', 'operator'] as const

/** The sites whose glossary explains a word. A kind of partner is explained where a company may enrol as one. */
export const terms: Record<Term, readonly Audience[]> = {
  agent: ['partner'],
  chain: ['operator'],
  cloud: everySite,
  delegated_admin_privileges: everySite,
  direct_bill: ['partner', 'operator'],
  freeze: everySite,
  global_admin: everySite,
  head: ['operator'],
  indirect_provider: ['partner', 'operator'],
  indirect_reseller: ['partner', 'operator'],
  mpn_id: ['partner', 'operator'],
  operator: everySite,
  partner_id: everySite,
  primary_contact: ['partner', 'operator'],
  relationship_link: everySite,
  relationship_manager: everySite,
  reseller_relationship: everySite,
  second_factor: everySite,
  service: everySite,
  suspension: ['partner', 'operator'],
}

const kindTerms: readonly string[] = ['direct_bill', 'indirect_reseller', 'indirect_provider']

/** Whether the glossary of a site has the word. */
export const explains = (cloud: Cloud, audience: Audience, term: Term): boolean =>
  terms[term].includes(audience) &&
  (!kindTerms.includes(term) || cloud.enrolment.kinds.some((kind) => kind === term))
