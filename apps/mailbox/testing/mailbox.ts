// A mailbox for one test: SMTP and pages on free ports, mails in a temporary folder.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { createApp } from '../src/app.ts'
import { openMails } from '../src/mails.ts'
import { createSmtpServer } from '../src/smtp.ts'

export type TestMailbox = { url: string; smtpPort: number; folder: string; close: () => Promise<void> }

export async function startMailbox(): Promise<TestMailbox> {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-mailbox-'))
  const mails = await openMails(folder)
  const smtp = createSmtpServer(mails, () => undefined)
  const listener = smtp.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const server = serve({ fetch: createApp(mails).fetch, hostname: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  return {
    folder,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    smtpPort: (listener.address() as AddressInfo).port,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => server.close(resolve)),
      ])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
