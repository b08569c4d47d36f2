import type { Cloud } from '@entente/domain/core/cloud'
import type { OperatorContact } from '@entente/domain/operator/instance-setting'
import type { Translate } from '@entente/i18n/translate'
import { html } from 'hono/html'
import { name, subject as subjectLine, word } from './plain.ts'
import { linkPlaceholder, type Rendered } from './rendered.ts'

/** Who sends a mail; its foot says it. */
export type Frame = {
  cloud: string
  /** The cloud's colour, on which white text can be read. */
  accent: string
  operator: OperatorContact
}

export const frameFor = (cloud: Cloud, operator: OperatorContact): Frame => ({
  cloud: cloud.name,
  accent: cloud.accent.light,
  operator,
})

/** A paragraph, the mail's link, or a box. Line breaks are kept; a blank line starts a new paragraph. */
export type Part = string | Link | Box

/** The mail's link: its address on a line of its own, in HTML with a button above it. */
type Link = { button: string }
export const theLink = (button: string): Link => ({ button })

/**
 * Parts that are set off: `card` holds facts that the platform vouches for, `words` what somebody else wrote. The title
 * stands on the line above the first part.
 */
export type Box = { kind: 'card' | 'words' | 'note'; title: string; parts: readonly Part[] }

/**
 * Renders both bodies from the same parts, so that they cannot differ. The HTML sets colours only where they are readable
 * on a light and a dark page, so that mail programs in dark mode show it dark.
 */
export function renderMail(t: Translate, frame: Frame, subject: string, parts: readonly Part[]): Rendered {
  const line = subjectLine(subject)
  const foot = footOf(t, frame)
  return {
    subject: line,
    text: [...parts.map(textOf), foot].join('\n\n'),
    html: page(t, line, frame, parts, foot),
  }
}

/** Nobody is greeted by name where a mail goes to a shared mailbox. */
export const greeting = (t: Translate, to: string | null): string =>
  to === null ? t('mail.greeting.nobody') : t('mail.greeting', { name: name(to) })

/** The operator and how to reach it, one way a line. */
function footOf(t: Translate, { cloud, operator }: Frame): string {
  const { name: company, email, phone, website, hours } = operator
  return [
    company ? t('mail.sender.company', { cloud, company: name(company) }) : t('mail.sender', { cloud }),
    t('mail.sender.help', { email: word(email) }),
    ...(phone ? [t('mail.sender.phone', { phone: word(phone) })] : []),
    ...(hours ? [t('mail.sender.hours', { hours: name(hours) })] : []),
    ...(website ? [website] : []),
  ].join('\n')
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part
  if ('button' in part) return linkPlaceholder
  const first = part.kind === 'words' ? '\n\n' : '\n'
  return part.title + first + part.parts.map(textOf).join('\n\n')
}

function page(t: Translate, subject: string, frame: Frame, parts: readonly Part[], foot: string): string {
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
<body style="margin: 0; padding: 24px 16px; font: 16px/1.5 system-ui, sans-serif">
<div style="max-width: 600px; margin: 0 auto; border-top: 4px solid ${frame.accent}; padding-top: 8px; overflow-wrap: anywhere">
${parts.map((part) => block(part, frame))}<div style="margin-top: 32px; ${rule('top')}; font-size: 14px">
${paragraphs(foot)}</div>
</div>
</body>
</html>
`)
}

// Half-transparent grey shows on white and on black.
const rule = (side: 'top' | 'left') => `border-${side}: 1px solid rgba(128, 128, 128, 0.5)`

const boxes: Record<Box['kind'], string> = {
  card: 'margin: 16px 0; padding: 0 16px; border: 1px solid rgba(128, 128, 128, 0.5); border-radius: 8px',
  words: 'margin: 16px 0; border-left: 3px solid rgba(128, 128, 128, 0.5); padding-left: 16px',
  note: 'font-size: 14px',
}

function block(part: Part, frame: Frame): ReturnType<typeof html> | ReturnType<typeof html>[] {
  if (typeof part === 'string') return paragraphs(part)
  if ('button' in part)
    return html`<p style="margin: 24px 0 8px"><a href="${linkPlaceholder}" style="${button(frame.accent)}">${part.button}</a></p>
<p style="margin-top: 8px; font-size: 14px"><a href="${linkPlaceholder}" style="color: inherit">${linkPlaceholder}</a></p>\n`
  const [first, ...more] = part.parts
  const opening =
    part.kind === 'words' || typeof first !== 'string'
      ? [html`<p><strong>${part.title}</strong></p>\n`, first === undefined ? '' : block(first, frame)]
      : html`<p><strong>${part.title}</strong><br>\n${lines(first)}</p>\n`
  return html`<div style="${boxes[part.kind]}">
${opening}${more.map((inner) => block(inner, frame))}</div>\n`
}

const button = (accent: string) =>
  `display: inline-block; padding: 10px 20px; border-radius: 6px; background: ${accent}; color: #ffffff; font-weight: 600; text-decoration: none`

const paragraphs = (part: string) =>
  part
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => html`<p>${lines(paragraph)}</p>\n`)

const lines = (paragraph: string) =>
  paragraph.split('\n').map((line, at) => (at === 0 ? html`${line}` : html`<br>\n${line}`))
