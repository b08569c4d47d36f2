// One cloud from `npm start` to the last step, in a browser of its own.
import type { CloudId } from '@entente/domain/core/cloud'
import { launchBrowser } from '@entente/testkit/browser'
import { walkReadme } from './readme.ts'
import { npmStart } from './started.ts'
import type { Look, Page } from './visitor.ts'

/** Starts the cloud and walks all steps. On a failure `fail` sees the page that came last. */
export async function walkCloud(
  cloud: CloudId,
  look: Look,
  fail: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { facts, stop } = await npmStart(cloud)
  const browser = await launchBrowser()
  try {
    await walkReadme(browser, facts, look)
  } catch (error) {
    const last = browser.contexts().at(-1)?.pages().at(-1)
    if (last) await fail(last)
    throw new Error(`${cloud}: failed on ${last?.url()}`, { cause: error })
  } finally {
    await browser.close()
    await stop()
  }
}
