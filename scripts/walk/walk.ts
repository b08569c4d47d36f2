// npm run walk [-- --cloud <id>]…: starts each cloud with `npm start` and does what the README says below "Run it", in a
// browser and in the cloud's own language. Pictures of every page are in .data/walk/<cloud>.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { cloudIds } from '@entente/clouds/clouds'
import { root } from '../process.ts'
import { browserPackages, needPackages } from '../test/system-packages.ts'
import type { Look, Page } from './visitor.ts'
import { walkCloud } from './walk-cloud.ts'

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
  let pictures = 0
  const look: Look = async (page, name) => {
    pictures += 1
    await save(page, path.join(folder, `${String(pictures).padStart(2, '0')}-${name}.png`))
  }
  try {
    await walkCloud(cloud, look, (page) => save(page, path.join(folder, 'failed.png')))
    console.log(`${cloud}: all six steps work, ${pictures} pages in ${path.relative(root, folder)}`)
  } catch (error) {
    console.error(error)
    process.exitCode = 1
  }
}

async function save(page: Page, file: string): Promise<void> {
  await page.screenshot({ path: file, fullPage: true })
}
