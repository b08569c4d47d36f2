// npm run walk [-- --cloud <id>]…: starts each cloud with `npm start` and does what the README says below "Run it", in a
// browser and in the cloud's own language. Pictures of every page are in .data/walk/<cloud>.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { cloudIds } from '@entente/clouds/clouds'
import { launchBrowser } from '@entente/testkit/browser'
import { root } from '../process.ts'
import { browserPackages, needPackages } from '../test/system-packages.ts'
import { walkReadme } from './readme.ts'
import { npmStart } from './started.ts'

const { values } = parseArgs({ options: { cloud: { type: 'string', multiple: true } } })
const unknown = values.cloud?.filter((one) => !cloudIds.some((id) => id === one)) ?? []
if (unknown.length > 0) {
  console.error(`There is no cloud "${unknown[0]}": choose one of ${cloudIds.join(', ')}.`)
  process.exit(1)
}
needPackages(browserPackages)
for (const cloud of cloudIds.filter((id) => values.cloud?.includes(id) ?? true)) {
  const folder = path.join(root, '.data/walk', cloud)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { facts, stop } = await npmStart(cloud)
  const browser = await launchBrowser()
  let pictures = 0
  try {
    await walkReadme(browser, facts, async (page, name) => {
      pictures += 1
      const file = `${String(pictures).padStart(2, '0')}-${name}.png`
      await page.screenshot({ path: path.join(folder, file), fullPage: true })
    })
    console.log(`${cloud}: all six steps work, ${pictures} pages in ${path.relative(root, folder)}`)
  } catch (error) {
    const pages = browser.contexts().flatMap((context) => context.pages())
    await pages.at(-1)?.screenshot({ path: path.join(folder, 'failed.png'), fullPage: true })
    console.error(`${cloud}: failed on ${pages.map((page) => page.url()).join(' ')}`)
    console.error(error)
    process.exitCode = 1
  } finally {
    await browser.close()
    await stop()
  }
}
