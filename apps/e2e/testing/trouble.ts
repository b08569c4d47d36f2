// Finds out whether markup that must stay text had any effect in the browser.
import type { Page } from 'playwright-core'

/** Records policy violations, dialogs and foreign requests from now on; `traces` checks the page itself. */
export async function listen(page: Page): Promise<string[]> {
  const trouble: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) trouble.push(message.text())
  })
  page.on('dialog', (dialog) => {
    trouble.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).hostname === 'evil.example') trouble.push(`a request to ${request.url()}`)
  })
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(globalThis, { violations })
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(
        `${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`,
      ),
    )
  })
  return trouble
}

/** Elements, executions and violations that text with `data-xss` caused in the page. */
export async function traces(page: Page): Promise<string[]> {
  const { elements, executed, violations } = await page.evaluate(() => ({
    elements: document.querySelectorAll('[data-xss]').length,
    executed: document.documentElement.dataset.executed !== undefined,
    violations: (globalThis as { violations?: string[] }).violations ?? ['nobody listened'],
  }))
  if (elements > 0) violations.push(`${elements} elements made of text`)
  if (executed) violations.push('a script was executed')
  return violations
}
