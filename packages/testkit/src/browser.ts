// Debian's Chromium through playwright-core: nothing is downloaded.
import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
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
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium fonts-noto-cjk')
  return await chromium.launch({ executablePath, args: flags, ...options })
}

/** A visitor of their own: cookies apart from all others, and 10 s patience, which a busy machine needs. */
export async function newVisitor(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(20_000)
  context.setDefaultNavigationTimeout(30_000)
  return context
}

/** A page of a new visitor. */
export const newPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  await (await newVisitor(browser, options)).newPage()
