import type { Translate } from '@entente/i18n/translate'
import { escapeHtml, plainPage } from './plain-page.ts'
import type { PostedForm } from './posted-form.ts'

/**
 * The page for a form that was posted while the API was unavailable: it contains what the person typed, and a button
 * that sends it again (U16). The site's own pages would show the person as signed out.
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
  const more = `<form method="POST" action="${escapeHtml(posted.action)}" style="margin: 24px 0">
        ${fields.join('\n        ')}
        <button style="min-height: 36px; padding: 7px 14px; font: inherit">${escapeHtml(t('common.error.retry'))}</button>
      </form>
      <p style="margin: 0 0 8px; opacity: 0.7; overflow-wrap: anywhere">${escapeHtml(t('common.error.reference', { id: requestId }))}</p>
      <p style="margin: 0; opacity: 0.7">${escapeHtml(t('common.error.reference.hint'))}</p>`
  return plainPage(t, { status: 503, title: t('common.error.503.title'), sentences, more })
}
