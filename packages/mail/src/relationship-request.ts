import type { DraftParagraph } from '@entente/domain/relationship/relationship-request'
import type { Translate } from '@entente/i18n/translate'
import { renderMail, theLink } from './layout.ts'
import { text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * M-08: a relationship request that the platform sends for a partner, in the partner's own words. `values` is a
 * draft that passed `checkDraft`; nothing is added to it. Other addresses in it stay text and never become links.
 */
export function relationshipRequestMail(
  values: { subject: string; paragraphs: readonly Pick<DraftParagraph, 'kind' | 'text'>[] },
  t: Translate,
): Rendered {
  const parts = values.paragraphs.map((part) => (part.kind === 'link' ? theLink : text(part.text)))
  return renderMail(t, values.subject, parts)
}
