import type { Translate } from '@entente/i18n/translate'

type PlainPage = { status: number; title: string; sentences: readonly string[]; more?: string }

/**
 * A page without the site around it, in plain HTML like error.html, for a response that SvelteKit does not make. `more`
 * is HTML; everything else is text.
 */
export function plainPage(t: Translate, { status, title, sentences, more = '' }: PlainPage): string {
  return `<!doctype html>
<html lang="${escapeHtml(t.locale)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex, nofollow">
    <title>${escapeHtml(title)}</title>
  </head>
  <body style="margin: 0; font: 14px/20px system-ui, sans-serif">
    <main style="max-width: 440px; margin: 96px auto; padding: 0 24px">
      <p style="margin: 0 0 8px; opacity: 0.7">Entente &middot; ${status}</p>
      <h1 style="margin: 0 0 12px; font-size: 20px; line-height: 28px">${escapeHtml(title)}</h1>
      ${sentences.map((sentence) => `<p style="margin: 0 0 8px">${escapeHtml(sentence)}</p>`).join('\n      ')}
      ${more}
    </main>
  </body>
</html>
`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for HTML, also inside a quoted attribute. Keeps line breaks, as a hidden field does. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
