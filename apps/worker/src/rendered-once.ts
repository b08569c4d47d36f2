import type { Translate } from '@entente/i18n/translate'
import type { Rendered } from '@entente/mail/rendered'

// One for each request whose mails go out at the same time.
const keptMax = 50

/**
 * Renders a mail that many people get alike once. What was rendered is found by everything that it says, so that it cannot
 * be older than what the caller read.
 */
export function renderedOnce<Values>(
  render: (values: Values, t: Translate) => Rendered,
): (values: Values, t: Translate) => Rendered {
  const kept = new Map<string, Rendered>()
  return (values, t) => {
    const key = JSON.stringify([t.locale, values])
    const known = kept.get(key)
    if (known) return known
    const rendered = render(values, t)
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= keptMax) kept.delete(oldest)
    kept.set(key, rendered)
    return rendered
  }
}
