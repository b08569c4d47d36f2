// The pages on which companies enrol and manage their account, with the demo's companies.
import type { DemoFacts } from '@entente/testkit/demo'
import { shoot, shootAll } from './picture.ts'
import { accountOf, type Browser, type Page, signIn, visitor } from './visitor.ts'

/** The partner's settings and users. */
export async function walkSettings(nora: Page): Promise<void> {
  const places = {
    settings: '/settings',
    profile: '/settings/profile',
    'profile-change': '/settings/profile/legal',
    agreement: '/settings/agreement',
    activity: '/settings/activity',
    directory: '/settings/directory',
    users: '/settings/users',
    'users-new': '/settings/users/new',
    'users-roles': '/settings/users/roles',
  }
  await shootAll(nora, 'settings', places)
  await nora.goto('/settings/users')
  await nora.getByRole('link', { name: 'Sami Aalto' }).click()
  await nora.waitForURL(/users\/./)
  await shoot(nora, 'settings-user')
}

/** Companies that enrol, each on its current page, and the first pages, which need no account. */
export async function walkEnrolment(browser: Browser, facts: DemoFacts): Promise<void> {
  const newcomer = await visitor(browser, facts.urls.partner)
  await shootAll(newcomer, 'enrol', {
    welcome: '/enrol',
    providers: '/providers',
    create: '/enrol/create?kind=indirect_reseller',
  })
  const pages = {
    'grace@': { begun: '/enrol/status', membership: '/enrol/membership' },
    'reto@': {
      'legal-profile': '/enrol/legal-profile',
      'primary-contact': '/enrol/primary-contact',
      support: '/enrol/support',
      review: '/enrol/review',
    },
    'felix@': { waiting: '/enrol/status' },
    'daniel@': { asked: '/enrol/status', documents: '/enrol/documents' },
    'owen@': { rejected: '/enrol/status' },
    'theresa@': { accepted: '/enrol/status', agreement: '/enrol/agreement' },
  }
  for (const [start, places] of Object.entries(pages)) {
    const page = await visitor(browser, facts.urls.partner)
    await page.goto('/sign-in')
    await signIn(page, accountOf(facts, start))
    await page.waitForURL(/\/enrol/)
    await shootAll(page, 'enrol', places)
    if (start === 'grace@') await shootChoice(page, facts)
    await page.context().close()
  }
}

async function shootChoice(page: Page, { membership: [login] }: DemoFacts): Promise<void> {
  if (!login) throw new Error('The demo has no membership login.')
  await page.goto('/enrol/membership')
  await page.getByLabel('User name in the membership directory').fill(login.userName)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password in the membership directory').fill(login.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/choose/)
  await shoot(page, 'enrol-choose')
}

/** The operator's pages about applications and the membership directory. */
export async function walkApplications(page: Page): Promise<void> {
  const places = {
    applications: '/applications',
    directory: '/directory',
    import: '/directory/import',
    'web-mail': '/directory/web-mail',
  }
  await shootAll(page, 'console', places)
  const applications = { waiting: /^Proseware/, reviewed: /^Wingtip/, 'change-reviewed': /^Trey/ }
  for (const [name, company] of Object.entries(applications)) {
    await page.goto('/applications')
    await page.getByRole('link', { name: company }).first().click()
    await page.waitForURL(/applications\/./)
    await shoot(page, `console-application-${name}`)
  }
  await page.goto('/applications')
  await page
    .getByRole('link', { name: /^Wingtip/ })
    .first()
    .click()
  await page.waitForURL(/applications\/./)
  await page.getByRole('link', { name: 'Request documents' }).click()
  await page.waitForURL(/request-documents/)
  await shoot(page, 'console-request-documents')
}
