// Puts markup into every text that people can set: every page must show it as text, without a policy violation.
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { inTurns } from '../testing/in-turns.ts'
import { ready } from '../testing/look.ts'
import { byVisitor, chosen, givenPages } from '../testing/pages.ts'
import type { SitePage } from '../testing/site-page.ts'
import { listen, traces } from '../testing/trouble.ts'
import { openWorld, type Person, type World } from '../testing/world.ts'

/** Where a payload is not escaped, it creates an element with `data-xss` or violates the policy. */
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
  pages = await givenPages(world, inject('demoKeysFile'))
  await spoil(pages.flatMap(({ as }) => as ?? []))
})
afterAll(() => world?.close())

/** Puts markup into every text of these people, of their organisations and of the related organisations. */
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
  const looked = pages.flatMap(({ path }) => /^\/applications\/([0-9a-f-]{36})/.exec(path)?.[1] ?? [])
  const organisations = [...new Set([...own, ...near].map(({ id }) => id).concat(looked))]
  // The row's id selects the payload, so that every payload is used and rows stay distinguishable.
  const markup = (id: string) =>
    `($2::text[])[1 + abs(hashtext(${id}::text)) % ${payloads.length}] || right(${id}::text, 4)`
  const updates = [
    `update organisation set legal_name = ${markup('id')} where id = any($1)`,
    `update auth.account set name = ${markup('id')} where id in (select account_id from auth.membership where organisation_id = any($1))`,
    `update relationship set customer_name = ${markup('id')} where partner_id = any($1)`,
    `update relationship_request set subject = ${markup('id')}, body = body || ${markup('id')}, author_name = ${markup('id')}
      where partner_id = any($1)`,
    `update partner_profile set legal_name = ${markup('organisation_id')}, address_line1 = ${markup('organisation_id')},
      city = ${markup('organisation_id')}, contact_name = ${markup('organisation_id')}, support_website = ${markup('organisation_id')}
      where organisation_id = any($1)`,
    `update enrolment set reason = ${markup('organisation_id')}, membership = jsonb_set(membership, '{name}', to_jsonb(${markup('organisation_id')}))
      where organisation_id = any($1)`,
    `update enrolment_check set note = ${markup('organisation_id')} where organisation_id = any($1)`,
    `update enrolment_document set file_name = ${markup('id')}, comment = ${markup('id')} where organisation_id = any($1)`,
    `update request_outcome set customer_name = ${markup('id')} where partner_id = any($1)`,
  ]
  for (const update of updates) await world.asOwner(update, [organisations, payloads])
}

/** Opens the pages of one visitor and records what the browser reports about each. */
async function visit(
  visits: readonly SitePage[],
  look: (response: Response | null, name: string) => void = () => undefined,
): Promise<void> {
  const { side, as } = visits[0] as SitePage
  const page = await world.pageOf(side, as)
  const trouble = await listen(page)
  for (const { name, path } of visits) {
    const response = await page.goto(path)
    // By then the portal's own scripts have run; the other sites have none.
    await ready(page)
    seen.pages++
    if ((await page.content()).includes('data-xss')) seen.shown++
    trouble.push(...(await traces(page)))
    seen.trouble.push(...trouble.splice(0).map((one) => `${name} ${path}: ${one}`))
    look(response, name)
  }
  await page.context().close()
}

/** Looks up a directive of the policy; the -elem directives fall back to the general one. */
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

describe('S18 what people write stays text', () => {
  test('S18 every page shows markup as text and has a strict policy', async () => {
    const lax: string[] = []
    await inTurns(byVisitor(chosen(pages)), (visits) =>
      visit(visits, (response, name) => {
        const policy = policyOf(response)
        for (const directive of ['script-src', 'script-src-elem', 'style-src', 'style-src-elem'])
          if (/unsafe-|\*|data:|https?:(\s|$)/.test(policy(directive)))
            lax.push(`${name}: ${directive} ${policy(directive)}`)
        for (const directive of ['object-src', 'frame-ancestors'])
          if (policy(directive) !== "'none'") lax.push(`${name}: ${directive} ${policy(directive)}`)
      }),
    )
    expect(lax).toEqual([])
    expect(seen.trouble).toEqual([])
    // Some pages show none of the changed texts, but most show one.
    expect(seen.shown).toBeGreaterThan(seen.pages / 4)
    process.stdout.write(
      `S18 ${seen.pages} pages, ${seen.shown} with markup in their text: 0 executions, 0 violations\n`,
    )
  }, 240_000)

  test('S18 markup in a URL stays text', async () => {
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
    await inTurns(byVisitor(visits), (visits) => visit(visits))
    expect(seen.trouble).toEqual([])
  }, 240_000)

  test('S18 markup in a refused form that keeps its input stays text', async () => {
    await inTurns(payloads, async (payload) => {
      const page = await world.pageOf('customer')
      const trouble = await listen(page)
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
      await page.getByRole('alert').waitFor()
      expect(await page.content()).toContain('data-xss')
      expect(await page.locator('[data-xss]').count()).toBe(0)
      expect(trouble).toEqual([])
      await page.context().close()
    })
  }, 120_000)
})
