import type { Translate } from '@entente/i18n/translate'
import { html } from 'hono/html'
import { name, subject as subjectLine } from './plain.ts'
import { linkPlaceholder, type Rendered } from './rendered.ts'

/** A paragraph, or the place of the mail's link. Line breaks are kept; a blank line starts a new paragraph. */
export type Part = string | typeof theLink

export const theLink = Symbol('the link of the mail')

/**
 * Renders both bodies from the same parts, so that they cannot differ. The HTML sets no colours, so that mail programs
 * in dark mode show it dark.
 */
export function renderMail(t: Translate, subject: string, parts: readonly Part[]): Rendered {
  const line = subjectLine(subject)
  return {
    subject: line,
    text: parts.map((part) => (part === theLink ? linkPlaceholder : part)).join('\n\n'),
    html: page(t, line, parts),
  }
}

function page(t: Translate, subject: string, parts: readonly Part[]): string {
  const body = parts.flatMap((part) => (part === theLink ? [linkParagraph] : paragraphs(part)))
  // Safe: no value in the template is a promise, so the result is text.
  return String(html`<!doctype html>
<html lang="${t.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${name(subject)}</title>
<style>:root { color-scheme: light dark }</style>
</head>
<body style="margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif">
<div style="max-width: 36em; overflow-wrap: anywhere">
${body}</div>
</body>
</html>
`)
}

const linkParagraph = html`<p><a href="${linkPlaceholder}">${linkPlaceholder}</a></p>\n`

const paragraphs = (part: string) =>
  part
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => html`<p>${lines(paragraph)}</p>\n`)

const lines = (paragraph: string) =>
  paragraph.split('\n').map((line, at) => (at === 0 ? html`${line}` : html`<br>\n${line}`))
