// Markup in every text that people can set: every page shows it as text, and the browser reports nothing.
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { givenPages, type SitePage } from '../testing/pages.ts'
import { openWorld, type Person, type World } from '../testing/world.ts'

/** Each leaves an element with `data-xss` behind, or breaks the policy, wherever it is not escaped. */
const payloads = [
  '<img data-xss src=x onerror="document.documentElement.dataset.executed=1">',
  '"><svg data-xss onload="document.documentElement.dataset.executed=1">',
  '\'><b data-xss style="background:url(//evil.example)" onmouseover=alert(1)>',
  '</title><script data-xss>document.documentElement.dataset.executed=1</script>',
  '</script><script data-xss>document.documentElement.dataset.executed=1</script>',
  '--><iframe data-xss srcdoc="<script>parent.document.documentElement.dataset.executed=1</script>">',
  '{@html `<i data-xss>`}{{constructor.constructor(`document.documentElement.dataset.executed=1`)()}}',
  '<style data-xss>body{display:none}</style><base data-xss href="//evil.example/">',
]

let world: World
let pages: SitePage[]
const seen = { pages: 0, shown: 0, trouble: [] as string[] }

beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  pages = await givenPages(world)
  await spoil(pages.flatMap(({ as }) => as ?? []))
})
afterAll(() => world?.close())

/** Puts markup into every text of these people, of their organisations and of whom those deal with. */
async function spoil(people: Person[]): Promise<void> {
  const ids = people.map(({ id }) => id)
  const own = await world.asOwner<{ id: string }>(
    `select distinct organisation_id as id from auth.membership where account_id = any($1) and organisation_id is not null`,
    [ids],
  )
  const near = await world.asOwner<{ id: string }>(
    `select unnest(array[partner_id, customer_id]) as id from relationship where partner_id = any($1) or customer_id = any($1)`,
    [own.map(({ id }) => id)],
  )
  const organisations = [...new Set([...own, ...near].map(({ id }) => id))]
  // The payload is chosen by the row's id, so that each stands somewhere and rows stay apart.
  const markup = (id: string) =>
    `($2::text[])[1 + abs(hashtext(${id}::text)) % ${payloads.length}] || right(${id}::text, 4)`
  const updates = [
    `update organisation set legal_name = ${markup('id')} where id = any($1)`,
    `update auth.account set name = ${markup('id')} where id in (select account_id from auth.membership where organisation_id = any($1))`,
    `update relationship set customer_name = ${markup('id')} where partner_id = any($1)`,
    `update relationship_request set subject = ${markup('id')}, body = body || ${markup('id')}, author_name = ${markup('id')}
      where partner_id = any($1)`,
    `update request_outcome set customer_name = ${markup('id')} where partner_id = any($1)`,
  ]
  for (const update of updates) await world.asOwner(update, [organisations, payloads])
}

/** Opens a page and notes what the browser has to say about it. */
async function visit({ name, side, path, as }: SitePage): Promise<Response | null> {
  const page = await world.pageOf(side, as)
  const trouble = listen(page)
  const response = await page.goto(path)
  // The portal's own scripts have run by then; the other sites have none.
  if (side === 'partner') await page.waitForLoadState('networkidle').catch(() => undefined)
  seen.pages++
  if ((await page.content()).includes('data-xss')) seen.shown++
  const left = await page.evaluate(() => ({
    elements: document.querySelectorAll('[data-xss]').length,
    executed: document.documentElement.dataset.executed ?? '',
    violations: (globalThis as { violations?: string[] }).violations ?? [],
  }))
  trouble.push(...left.violations)
  if (left.elements > 0) trouble.push(`${left.elements} elements made of text`)
  if (left.executed) trouble.push('a script was executed')
  seen.trouble.push(...trouble.map((one) => `${name} ${path}: ${one}`))
  await page.context().close()
  return response
}

function listen(page: Page): string[] {
  const trouble: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) trouble.push(message.text())
  })
  page.on('dialog', (dialog) => {
    trouble.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).hostname === 'evil.example') trouble.push(`a request to ${request.url()}`)
  })
  void page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(globalThis, { violations })
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  return trouble
}

/** The policy's directives by name; elements and attributes fall back to the general one. */
function policyOf(response: Response | null): (name: string) => string {
  const header = response?.headers()['content-security-policy'] ?? ''
  const directives = new Map(
    header.split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(/\s+/)
      return [name, sources.join(' ')]
    }),
  )
  return (name) =>
    directives.get(name) ?? directives.get(name.replace(/-elem$/, '')) ?? directives.get('default-src') ?? '*'
}

/** A few at a time: pages wait more than they work. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const queue = all.values()
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}

describe('S18 what people write stays text', () => {
  test('S18 every page of the sites: no script, no element, no violation, and a strict policy', async () => {
    await inTurns(pages, async (page) => {
      const policy = policyOf(await visit(page))
      for (const directive of ['script-src', 'script-src-elem', 'style-src', 'style-src-elem'])
        expect(policy(directive), `${page.name} ${directive}`).not.toMatch(/unsafe-|\*|data:|https?:(\s|$)/)
      expect(policy('object-src'), page.name).toBe("'none'")
      expect(policy('frame-ancestors'), page.name).toBe("'none'")
    })
    expect(seen.trouble).toEqual([])
    // Pages without any name of ours exist, but most show one.
    expect(seen.shown).toBeGreaterThan(pages.length / 4)
    process.stdout.write(
      `S18 ${seen.pages} pages, ${seen.shown} with markup in their text: 0 executions, 0 violations\n`,
    )
  }, 240_000)

  test('S18 markup in addresses', async () => {
    const admin = pages.find(({ name }) => name === 'people')?.as
    const agent = pages.find(({ name }) => name === 'customers')?.as
    const addresses: [SitePage['side'], (text: string) => string, Person | undefined][] = [
      ['partner', (text) => `/customers?search=${text}&sort=${text}&cursor=${text}`, agent],
      ['partner', (text) => `/nowhere/${text}?${text}`, undefined],
      ['partner', (text) => `/sign-in?return=${text}`, undefined],
      ['customer', (text) => `/invitation/${text}`, undefined],
      ['customer', (text) => `/sign-up?invitation=${text}`, undefined],
      ['customer', (text) => `/partner-relationships?removed=${text}`, admin],
      ['customer', (text) => `/people?decided=${text}`, admin],
    ]
    const visits = addresses.flatMap(([side, path, as], at) =>
      payloads
        .filter((_, which) => process.env.FULL || which % addresses.length === at)
        .map((payload) => ({
          name: 'address',
          side,
          path: path(encodeURIComponent(payload)),
          ...(as && { as }),
        })),
    )
    await inTurns(visits, visit)
    expect(seen.trouble).toEqual([])
  }, 240_000)

  test('S18 markup in forms that come back with what was typed', async () => {
    await inTurns(payloads, async (payload) => {
      const page = await world.pageOf('customer')
      const trouble = listen(page)
      await page.goto('/sign-up')
      for (const field of await page
        .locator('form input[type=text], form input[type=email], form input:not([type])')
        .all())
        await field.fill(payload)
      await page
        .locator('main form')
        .last()
        .evaluate((form: HTMLFormElement) => {
          form.noValidate = true
        })
      await page.locator('main form button').last().click()
      await page.waitForLoadState()
      expect(await page.content()).toContain('data-xss')
      expect(await page.locator('[data-xss]').count()).toBe(0)
      expect(trouble).toEqual([])
      await page.context().close()
    })
  }, 120_000)
})
