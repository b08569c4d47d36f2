// Every page in the language that only tests speak: a word without accents comes from no catalogue, and longer words must fit a
// phone.
import { isFull } from '@entente/testkit/full'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { inTurns } from '../testing/in-turns.ts'
import { overflow, ready } from '../testing/look.ts'
import { byVisitor, givenPages, sides } from '../testing/pages.ts'
import { type PseudoSites, startPseudoSites } from '../testing/pseudo-sites.ts'
import { dataWords, rawWords } from '../testing/raw-words.ts'
import type { SitePage } from '../testing/site-page.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let pages: SitePage[]
let data: Set<string>
let sites: PseudoSites
beforeAll(async () => {
  sites = await startPseudoSites(inject('demo'))
  world = await openWorld(sites.demo, inject('demoDatabaseUrl'))
  pages = await givenPages(world, inject('demoKeysFile'))
  data = await dataWords(world)
}, 120_000)
afterAll(async () => {
  await world?.close()
  sites?.stop()
})

const phone = { width: 390, height: 844 }
/** The pages with most words, and some of each kind; the long run checks all. */
const few = [
  ...['home', 'customers', 'request', 'customer', 'settings', 'become a partner'],
  ...['review', 'remove roles', 'partner', 'audit record', 'overview'],
]

test.each(sides)(
  'R-175 U21 no page of the %s site shows a word that no catalogue has, or words that do not fit a phone; the long run checks every page',
  async (side) => {
    const chosen = pages.filter((page) => page.side === side && (isFull || few.includes(page.name)))
    expect(chosen.length).toBeGreaterThan(1)
    const faults: string[] = []
    await inTurns(byVisitor(chosen), async (visits) => {
      const page = await world.pageOf(side, visits[0]?.as, { viewport: phone })
      await sites.speak(page.context())
      for (const { name, path } of visits) {
        await page.goto(path)
        await ready(page)
        const wide = await overflow(page)
        if (wide > 0) faults.push(`${name} ${path}: ${wide} px too wide`)
        const raw = await rawWords(page, data)
        if (raw.length > 0) faults.push(`${name} ${path}: ${raw.join(' ')}`)
      }
      await page.context().close()
    })
    expect(faults).toEqual([])
  },
  480_000,
)
