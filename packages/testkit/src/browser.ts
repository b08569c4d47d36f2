// Debian's Chromium through playwright-core: nothing is downloaded.
import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

// Without the background flags Chromium calls its maker's hosts, which stalls on a machine with a closed network.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** The path of an installed Chromium, or undefined. */
export const findBrowser = (): string | undefined => places.find((place) => existsSync(place))

/** Starts a headless browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium fonts-noto-cjk')
  return await chromium.launch({ executablePath, args: flags })
}

/** A visitor of their own: cookies apart from all others, and 5 s patience, so that a refusal shows at once. */
export async function newVisitor(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(5000)
  context.setDefaultNavigationTimeout(10_000)
  return context
}

/** A page of a new visitor. */
export const newPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  await (await newVisitor(browser, options)).newPage()
