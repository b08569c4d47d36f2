import { html } from 'hono/html'

/** A mail as it is saved before its first attempt. Text and HTML say the same; the subject is one line. */
export type Rendered = { subject: string; text: string; html: string }

/** Stands for the mail's link, which is a secret until the mail is sent and therefore never saved. */
export const linkPlaceholder = '{{link}}'

/** Puts the link into a saved mail, at the moment of sending. A subject never holds it. */
export function withLink(mail: Rendered, link: string): Rendered {
  // Functions, because "$&" in a replacement text would be read as a pattern.
  return {
    subject: mail.subject,
    text: mail.text.replaceAll(linkPlaceholder, () => link),
    html: mail.html.replaceAll(linkPlaceholder, () => String(html`${link}`)),
  }
}
