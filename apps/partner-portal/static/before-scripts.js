// Remembers input from before the scripts load; early-input.ts restores it.
window.earlyInput = new Map()
addEventListener(
  'input',
  ({ target }) =>
    window.earlyInput?.set(target, /^(?:checkbox|radio)$/.test(target.type) ? target.checked : target.value),
  true,
)
// Otherwise zod tests whether it may compile code, which the content security policy blocks and reports (S18).
window.__zod_globalConfig = { jitless: true }

// A press that takes longer shows that it is under way, and a second one sends nothing (U17). `enhanced` of
// packages/site does the same for forms that a script sends.
window.markPending = (form, button) => {
  form.dataset.pending = ''
  const shown = { 'aria-busy': 'true', 'aria-disabled': 'true' }
  const showing = setTimeout(() => {
    for (const [name, value] of Object.entries(shown)) button?.setAttribute(name, value)
  }, 150)
  return () => {
    clearTimeout(showing)
    delete form.dataset.pending
    for (const name of Object.keys(shown)) button?.removeAttribute(name)
  }
}
addEventListener(
  'submit',
  (event) => {
    if (event.target.dataset.pending === undefined) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.submitter?.formMethod === 'dialog') return
  const done = window.markPending(event.target, event.submitter)
  // The page may stay, because loading was stopped or another tab shows the answer, or come back as it was left.
  setTimeout(done, event.target.target === '_blank' ? 1000 : 20_000)
  addEventListener('pageshow', done, { once: true })
})

// Times are shown in the browser's zone where the person's profile names none, also on pages without other scripts.
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
if (timeZone)
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in older browsers, and answers late
  document.cookie = `entente-time-zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
