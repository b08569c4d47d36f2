// What axe finds on a page, without a page of its own for every look.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** One line for each element and rule; none on a good page. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  // The developer's door: a page's policy forbids scripts of others, but not this.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async (runOnly) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly,
        resultTypes: ['violations'],
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
