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
  // The same browser without a window: a visitor costs a sixth of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

// Without these flags Chromium calls Google's hosts, which stalls on a machine without access to the internet.
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
  if (!executablePath)
    throw new Error('Chromium is missing: apt-get install chromium-headless-shell fonts-noto-cjk')
  return await chromium.launch({ executablePath, ...options, args: [...flags, ...(options.args ?? [])] })
}

/** A new visitor: cookies of its own, and time-outs that are long enough for a busy machine. */
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
