import { cloudIds } from '@entente/clouds/clouds'
import { emailAddress, oneLine } from '@entente/domain/account'
import { readEnvironment } from '@entente/domain/environment'
import { z } from 'zod'
import type { Mailbox } from './mailbox.ts'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)

/** `Entente <no-reply@example.com>` or the address alone. */
const sender = z.string().transform((text, context): Mailbox => {
  const [, name, inBrackets] = /^\s*([^<>]*?)\s*<([^<>]*)>\s*$/.exec(text) ?? []
  const address = emailAddress.safeParse(inBrackets ?? text)
  const display = name
    ? oneLine(100).safeParse(name.replace(/^"(.*)"$/, '$1'))
    : { success: true, data: null }
  if (address.success && display.success) return { name: display.data ?? null, address: address.data }
  context.issues.push({ code: 'custom', input: text, message: 'not a mailbox' })
  return z.NEVER
})

const variables = z.object({
  CLOUD: z.enum(cloudIds),
  DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ENTENTE_KEYS_FILE: z.string().min(1),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: sender,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const examples: Record<keyof z.infer<typeof variables>, string> = {
  CLOUD: 'global',
  DATABASE_DIRECT_URL: 'postgres://entente_worker:secret@127.0.0.1:5432/entente',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  HOST: '127.0.0.1',
  PORT: '4120',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  SMTP_URL: 'smtps://user:secret@smtp.example.com:465',
  MAIL_FROM: 'Entente <no-reply@example.com>',
  LOG_LEVEL: 'info',
}

export type Env = z.infer<typeof variables>

/** The settings of this process; throws a sentence that names each wrong variable with an example. */
export const readEnv = (environment: NodeJS.ProcessEnv): Env =>
  readEnvironment(variables, examples, environment)
