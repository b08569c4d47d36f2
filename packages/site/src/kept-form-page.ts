import type { Translate } from '@entente/i18n/translate'
import type { PostedForm } from './posted-form.ts'

/**
 * The page for a form that was posted while the API was unavailable: it contains what the person typed, and a button
 * that sends it again (U16). It is plain HTML like error.html, because the site's own pages would show the person as
 * signed out.
 */
export function keptFormPage(t: Translate, posted: PostedForm, requestId: string): string {
  const fields = posted.fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const sentences = [
    t('common.error.503.text'),
    t('common.error.kept'),
    ...(posted.lacksSecrets ? [t('common.error.kept.secrets')] : []),
  ]
  const title = escapeHtml(t('common.error.503.title'))
  return `<!doctype html>
<html lang="${escapeHtml(t.locale)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex, nofollow">
    <title>${title}</title>
  </head>
  <body style="margin: 0; font: 14px/20px system-ui, sans-serif">
    <main style="max-width: 440px; margin: 96px auto; padding: 0 24px">
      <p style="margin: 0 0 8px; opacity: 0.7">Entente &middot; 503</p>
      <h1 style="margin: 0 0 12px; font-size: 20px; line-height: 28px">${title}</h1>
      ${sentences.map((sentence) => `<p style="margin: 0 0 8px">${escapeHtml(sentence)}</p>`).join('\n      ')}
      <form method="POST" action="${escapeHtml(posted.action)}" style="margin: 24px 0">
        ${fields.join('\n        ')}
        <button style="min-height: 36px; padding: 7px 14px; font: inherit">${escapeHtml(t('common.error.retry'))}</button>
      </form>
      <p style="margin: 0 0 8px; opacity: 0.7; overflow-wrap: anywhere">${escapeHtml(t('common.error.reference', { id: requestId }))}</p>
      <p style="margin: 0; opacity: 0.7">${escapeHtml(t('common.error.reference.hint'))}</p>
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
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
