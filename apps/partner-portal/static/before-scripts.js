// Remembers what is typed before the scripts arrive; early-input.ts gives it back.
window.earlyInput = new Map()
addEventListener('input', ({ target }) => window.earlyInput?.set(target, target.value), true)
// Else zod tries whether it may compile code, which the content security policy refuses and reports (S18).
window.__zod_globalConfig = { jitless: true }
