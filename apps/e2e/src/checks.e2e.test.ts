// Tests the page checks themselves: each gets a page with the fault that it must find.
import { launchBrowser, newPage } from '@entente/testkit/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults } from '../testing/axe.ts'
import { acts, forcedColorFaults, overflow, paintsOf, watchPaints } from '../testing/look.ts'
import { tabWalk } from '../testing/tab-walk.ts'
import { listen, traces } from '../testing/trouble.ts'

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const policy = `default-src 'none'; script-src 'self'; style-src 'unsafe-inline'`

/** Opens a page with this body in a new window. */
async function show(
  body: string,
  headers: Record<string, string> = {},
  prepare: (fresh: Page) => Promise<unknown> = async () => {},
) {
  await page?.context().close()
  page = await newPage(browser, { viewport: { width: 1280, height: 720 } })
  await page.route('http://page.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers,
      body: `<!doctype html><html lang="en"><title>Page</title><body><main><h1>Page</h1>${body}</main>`,
    }),
  )
  await prepare(page)
  await page.goto('http://page.example/')
}

const good = `<a href="/a">One</a> <label>Name <input name="name"></label> <label>Day <input type="date" name="day"></label>
  <label><input type="radio" name="r"> A</label><label><input type="radio" name="r"> B</label> <button>Save</button>`

test('U3 U19 U20 a page without a fault passes', async () => {
  await show(good, { 'content-security-policy': policy })
  expect(await axeFaults(page)).toEqual([])
  expect(await tabWalk(page)).toEqual([])
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await forcedColorFaults(page)).toEqual([])
  // A second walk starts at the top again.
  expect(await tabWalk(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
})

test('U19 axe finds a field without a name and grey words', async () => {
  await show('<input name="name"><p style="color:#aaa;background:#fff">Grey</p>')
  expect((await axeFaults(page)).map((fault) => fault.split(' ')[0]).sort()).toEqual([
    'color-contrast',
    'label',
  ])
  expect(await axeFaults(page, ['label'])).toHaveLength(1)
})

test.each([
  ['no ring', '<style>:focus{outline:none}</style><button>A</button>', /A": the focus cannot be seen/],
  [
    'a bar above',
    '<style>nav{position:fixed;z-index:1;inset:0 0 auto;height:200px;background:#fff}</style><nav></nav><button style="position:absolute;top:90px">A</button>',
    /A": is hidden under nav/,
  ],
  ['out of sight', '<button style="position:fixed;left:-999px">A</button>', /A": lies outside/],
  [
    'a trap',
    '<button id="trap">A</button><button>B</button><script>trap.onkeydown=(e)=>e.preventDefault()</script>',
    /Only 1 of 2/,
  ],
  ['left out', '<button>A</button><div inert><button>B</button></div>', /Only 1 of 2/],
  ['no end', '<button>A</button>'.repeat(401), /401 controls/],
])('U3 the walk finds %s', async (_, body, fault) => {
  await show(body)
  expect((await tabWalk(page)).join()).toMatch(fault)
})

test('U3 the walk reaches every control of a long page', async () => {
  await show('<button>A</button> '.repeat(300))
  expect(await tabWalk(page)).toEqual([])
})

test('U20 with forced colours, a missing frame, focus ring or sign of the choice is found', async () => {
  await show(`<style>button{border:0;background:#ccc} :focus{outline:none;box-shadow:0 0 0 2px #000}</style>
    <fieldset style="border:0;padding:0"><button aria-pressed="true">A</button><div><div><button>B</button></div></div></fieldset>`)
  await page.emulateMedia({ forcedColors: 'active' })
  const faults = (await forcedColorFaults(page)).join()
  for (const fault of ['A" has no frame', 'A" shows no focus', 'A" does not look chosen'])
    expect(faults).toContain(fault)
})

test('U18 U21 layout shifts, a late large paint, overflow and lost controls are found', async () => {
  await show('<p>First</p><div style="width:1400px">Wide</div><button>Save</button>', {}, (fresh) =>
    fresh.addInitScript(watchPaints),
  )
  expect(await overflow(page)).toBeGreaterThan(100)
  expect(await acts(page)).toEqual(['button Save'])
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    document
      .querySelector('h1')
      ?.insertAdjacentHTML('beforebegin', '<div style="height:300px;font-size:200px">Late</div>')
    document.querySelector('button')?.remove()
    await new Promise((resolve) => setTimeout(resolve, 200))
  })
  const { shifted, largestMs } = await paintsOf(page)
  expect(shifted).toBeGreaterThan(0.02)
  expect(largestMs).toBeGreaterThan(80)
  expect(await acts(page)).toEqual([])
})

test('S18 unescaped markup is found in every form', async () => {
  const trouble: string[] = []
  const prepare = async (fresh: Page) => {
    trouble.push(...(await listen(fresh)))
  }
  await show('<script data-xss>document.documentElement.dataset.executed=1</script>', {}, prepare)
  expect(await traces(page)).toEqual(['1 elements made of text', 'a script was executed'])
  await show(
    '<img data-xss src="//evil.example/x" onerror="alert(1)">',
    { 'content-security-policy': policy },
    prepare,
  )
  expect((await traces(page)).join()).toMatch(/img-src|script-src-attr/)
})
