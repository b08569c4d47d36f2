// The mailbox's pages. Everything that comes from a mail is escaped by hono's html tag.
import { html, raw } from 'hono/html'
import type { Mail } from './mails.ts'
import { style } from './style.ts'

type Html = ReturnType<typeof html>

export const views = ['text', 'html', 'raw', 'headers'] as const
export type View = (typeof views)[number]

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

const time = (iso: string): Html => html`<time datetime="${iso}">${dateFormat.format(new Date(iso))}</time>`

const layout = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/style.css" />
    <script src="/live.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <div class="band">Mailbox for development: these mails have not left this machine</div>
    <main id="main">${body}</main>
  </body>
</html>`

/** One page of the list, newest mail first. */
export function listPage(mails: Mail[], page: number, pageCount: number, total: number): Html {
  const rows = mails.map(
    (mail) => html`<li>
      <a class="mail" href="/messages/${mail.id}">
        <span class="subject">${mail.subject || '(no subject)'}</span>
        <span class="people">${mail.sender} <span aria-label="to">→</span> ${mail.to.join(', ')}</span>
        <span class="when">${time(mail.date)}</span>
      </a>
    </li>`,
  )
  return layout(
    'Mailbox',
    html`<header class="head">
        <h1>Mailbox</h1>
        <p id="count" role="status">${total === 1 ? '1 mail' : `${total} mails`}</p>
      </header>
      <div id="mails" data-newest="${mails[0]?.id ?? ''}">
        ${rows.length > 0 ? html`<ul class="mails">${rows}</ul>` : emptyState}
      </div>
      ${pageCount > 1 ? pager(page, pageCount) : ''}`,
  )
}

const emptyState = html`<div class="empty">
  <h2>No mail yet</h2>
  <p>Whatever Entente sends from this instance appears here within a second.</p>
</div>`

const pager = (page: number, pageCount: number): Html => html`<nav class="pager" aria-label="Pages">
  ${page > 1 ? html`<a href="/?page=${page - 1}" rel="prev">Newer</a>` : html`<span></span>`}
  <span>Page ${page} of ${pageCount}</span>
  ${page < pageCount ? html`<a href="/?page=${page + 1}" rel="next">Older</a>` : html`<span></span>`}
</nav>`

/** One mail in one of its views. */
export function mailPage(mail: Mail, view: View, source: string): Html {
  const tabs = views
    .filter((name) => name !== 'html' || mail.html !== null)
    .map((name) => {
      const current = name === view ? raw(' aria-current="page"') : ''
      return html`<a href="/messages/${mail.id}?view=${name}"${current}>${labels[name]}</a>`
    })
  return layout(
    `${mail.subject || '(no subject)'} – Mailbox`,
    html`<nav class="back" aria-label="Mailbox"><a href="/">← All mails</a></nav>
      <h1>${mail.subject || '(no subject)'}</h1>
      <dl class="facts">
        <div><dt>From</dt><dd>${mail.sender === mail.from ? mail.from : `${mail.sender} <${mail.from}>`}</dd></div>
        <div><dt>To</dt><dd>${mail.to.join(', ')}</dd></div>
        <div><dt>Received</dt><dd>${time(mail.date)}</dd></div>
      </dl>
      <nav class="tabs" aria-label="Views of this mail">${tabs}</nav>
      ${content(mail, view, source)}`,
  )
}

const labels: Record<View, string> = { text: 'Text', html: 'HTML', raw: 'Raw', headers: 'Headers' }

function content(mail: Mail, view: View, source: string): Html {
  if (view === 'raw') return html`<pre class="paper" tabindex="0" aria-label="Raw mail">${source}</pre>`
  if (view === 'headers') {
    const rows = mail.headers.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
    return html`<dl class="facts paper">${rows}</dl>`
  }
  if (view === 'html') {
    // No script runs in the frame: it has no allow-scripts, and the policy of its route forbids scripts too.
    return html`<iframe
      class="paper frame"
      title="HTML part of the mail"
      src="/messages/${mail.id}/html"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>`
  }
  return html`<pre class="paper text">${mail.text === null ? 'This mail has no text part.' : withLinks(mail.text)}</pre>`
}

/** The text with its web addresses as links, which developers follow here. */
function withLinks(text: string): Html[] {
  // Splitting by a group puts the addresses at the odd indexes. A full stop or bracket after one is not part of it.
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/).map((part, index) => {
    return index % 2 === 1
      ? html`<a href="${part}" rel="noreferrer" target="_blank">${part}</a>`
      : html`${part}`
  })
}

export const notFoundPage = (): Html =>
  layout('Not found – Mailbox', html`<h1>There is no such mail</h1><p><a href="/">All mails</a></p>`)

export const styleSheet: string = style

/** Keeps an open list current. Without it the list is current after a reload. */
export const liveScript = `
const list = document.getElementById('mails')
async function refresh() {
  if (document.hidden || !list) return
  const response = await fetch(location.href).catch(() => undefined)
  if (!response?.ok) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  const freshList = fresh.getElementById('mails')
  if (!freshList || freshList.dataset.newest === list.dataset.newest) return
  list.dataset.newest = freshList.dataset.newest
  list.replaceChildren(...freshList.childNodes)
  document.getElementById('count').textContent = fresh.getElementById('count').textContent
}
if (list) setInterval(refresh, 2000)
`
