import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { siteHashSettings } from '@entente/auth/site-secret'
import { freePort } from '@entente/testkit/ports'
import { waitForHttp } from '@entente/testkit/wait'
import { keyring, type World } from '@entente/trpc/testing'
import { siteSecrets } from '@entente/trpc/testing/sites'
import { afterAll } from 'vitest'

const ringOf = (ring: typeof keyring.link) =>
  [...ring.keys].map(([kid, key]) => ({ kid, key: key.toString('base64'), divided: true }))

/** Starts APIs of their own process on the world's database; they end with the test file. */
export function apiProcesses({ urls }: Pick<World, 'urls'>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-api-'))
  const keysFile = path.join(folder, 'keys.json')
  const { link, session, data } = keyring
  writeFileSync(
    keysFile,
    JSON.stringify({ link: ringOf(link), session: ringOf(session), data: ringOf(data) }),
  )
  const children: ChildProcess[] = []
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  return {
    async start(settings: Record<string, string> = {}): Promise<{ child: ChildProcess; port: number }> {
      const port = await freePort()
      const child = spawn(process.execPath, [path.join(import.meta.dirname, '../src/main.ts')], {
        env: {
          PATH: '/usr/bin:/bin',
          ...{ CLOUD: 'global', DATABASE_URL: urls.api, ENTENTE_KEYS_FILE: keysFile, PORT: String(port) },
          ...{ PARTNER_URL: 'https://p.example', CUSTOMER_URL: 'https://c.example', LOG_LEVEL: 'silent' },
          OPERATOR_URL: 'https://o.example',
          ...{ MAIL_FROM: 'no-reply@entente.example', OPERATOR_EMAIL: 'support@entente.example' },
          ...siteHashSettings(siteSecrets),
          ...settings,
        },
        stdio: 'ignore',
      })
      children.push(child)
      await waitForHttp(`http://127.0.0.1:${port}/readyz`)
      return { child, port }
    },
  }
}
