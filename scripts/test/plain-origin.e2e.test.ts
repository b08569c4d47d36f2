// A site at a plain http origin: browsers do not say there whether a form is the site's own, only where it comes from.
import { launchBrowser, newPage } from '@entente/testkit/browser'
import { freePort } from '@entente/testkit/ports'
import { waitForHttp } from '@entente/testkit/wait'
import { expect, inject, onTestFinished, test } from 'vitest'
import { startProgram } from '../process.ts'

test('S11 S13 the forms of a link’s page work at a plain origin, and no request names its path', async () => {
  const { cloud, siteSecrets, urls } = inject('demo')
  const port = await freePort()
  const origin = `http://customer.plain.test:${port}`
  const site = startProgram(
    'apps/acceptance-site/server.ts',
    {
      ...{
        CLOUD: cloud,
        ORIGIN: origin,
        PORT: String(port),
        PARTNER_URL: urls.partner,
        CUSTOMER_URL: origin,
      },
      ...{ API_URL: urls.api, SITE_SECRET: siteSecrets.customer },
    },
    () => undefined,
  )
  onTestFinished(() => site.stop())
  const browser = await launchBrowser({ args: ['--host-resolver-rules=MAP customer.plain.test 127.0.0.1'] })
  onTestFinished(() => browser.close())
  await waitForHttp(`http://127.0.0.1:${port}/healthz`)

  const page = await newPage(browser, { javaScriptEnabled: false })
  const sent: Record<string, string>[] = []
  page.on('request', async (request) => sent.push(await request.allHeaders()))
  await page.goto(`${origin}/reset/a-secret-token`)
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
  const post = sent.find((headers) => headers.origin !== undefined)
  expect(post).toMatchObject({ origin, referer: `${origin}/` })
  expect(post).not.toHaveProperty('sec-fetch-site')
  expect(sent.filter(({ referer }) => referer?.includes('a-secret-token'))).toEqual([])
})
