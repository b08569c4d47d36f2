import { formatList } from './format.ts'
import type { Translate } from './translate.ts'

/** The facts in the words of a draft: names as plain text; `person` is the colleague who prepares it. */
export type DraftFacts = {
  partner: string
  person: string
  cloud: string
  agreement: string
  services: readonly string[]
  /** Whether a customer is asked for the privileges that it has not given yet. */
  isCustomer?: boolean
  /** Who asks together. */
  joint?: { reseller: string; provider: string } | undefined
  /** Whether a provider invites resellers. */
  isForResellers?: boolean
}

const draftKeys = ['subject', 'greeting', 'request', 'privileges', 'instruction', 'closing'] as const
type DraftKey = (typeof draftKeys)[number]

/** What is said in other words to a customer, to resellers, and in a joint request. */
const otherKeys = ['subject', 'request', 'privileges'] as const

const subjectMax = 200

/**
 * The subject and, by the keys of the cloud's draft rules, the paragraphs of a relationship request, as
 * `templateDraft` of the domain takes them. A key without words throws: then cloud and catalogue disagree.
 */
export function draftWords(
  t: Translate,
  facts: DraftFacts,
): { subject: string; words: (key: string) => string } {
  const { isCustomer = false, isForResellers = false, joint, ...texts } = facts
  const values = { ...texts, services: formatList(t.locale, facts.services) }
  const words = (key: string) => {
    if (!isDraftKey(key)) throw new Error(`The draft has no words for "${key}"`)
    if (isForResellers && (isOther(key) || key === 'instruction')) return t(`draft.resellers.${key}`, values)
    if (!isOther(key)) return t(`draft.${key}`, values)
    if (joint) return t(`draft.joint.${key}`, { ...values, ...joint })
    return isCustomer ? t(`draft.missing.${key}`, values) : t(`draft.${key}`, values)
  }
  // A legal name alone may be as long as a subject. A character that the cut would halve is left out.
  const subject = words('subject')
    .slice(0, subjectMax)
    .replace(/[\ud800-\udbff]$/, '')
  return { subject, words }
}

const isDraftKey = (key: string): key is DraftKey => (draftKeys as readonly string[]).includes(key)
const isOther = (key: DraftKey): key is (typeof otherKeys)[number] =>
  (otherKeys as readonly string[]).includes(key)
