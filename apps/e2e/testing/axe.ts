// Runs axe on a page without opening another one.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Returns one line per element and violated rule; none on a page without faults. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  // `evaluate` runs outside the page's policy, which would forbid a foreign script.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(
    async (runOnly) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly,
        resultTypes: ['violations'],
        // It would load the style sheets again; no rule of these standards needs them.
        preload: false,
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id} ${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim()}`,
        ),
      )
    },
    rules ? { type: 'rule' as const, values: rules } : { type: 'tag' as const, values: standards },
  )
}
