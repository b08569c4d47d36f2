// Remembers input from before the scripts load; early-input.ts restores it.
window.earlyInput = new Map()
addEventListener('input', ({ target }) => window.earlyInput?.set(target, target.value), true)
// Otherwise zod tests whether it may compile code, which the content security policy blocks and reports (S18).
window.__zod_globalConfig = { jitless: true }
