import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'
import { openMails } from './mails.ts'
import { createSmtpServer } from './smtp.ts'

const env = readEnv(process.env)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'mailbox' } })
const mails = await openMails(env.MAILBOX_DIR)

const smtp = createSmtpServer(mails, (id) => log.info({ id }, 'mail received'))
smtp.on('error', (error) => log.warn({ name: error.name }, 'SMTP connection failed'))
await once(smtp.listen(env.SMTP_PORT, env.HOST), 'listening')
const server = serve({ fetch: createApp(mails).fetch, hostname: env.HOST, port: env.PORT }, ({ port }) =>
  log.info({ port, smtpPort: env.SMTP_PORT }, 'listening'),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    smtp.close(() => server.close(() => process.exit(0)))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
