import { readEnvironment } from '@entente/domain/core/environment'
import { z } from 'zod'

const variables = z.object({
  HOST: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  SMTP_PORT: z.coerce.number().int().min(0).max(65_535),
  MAILBOX_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const examples: Record<keyof z.infer<typeof variables>, string> = {
  HOST: '127.0.0.1 (mails hold live links, so that only this machine may read them)',
  PORT: '4705',
  SMTP_PORT: '4706',
  MAILBOX_DIR: '.data/global/mails',
  LOG_LEVEL: 'info',
}

export type Env = z.infer<typeof variables>

/** The settings of this process; throws a sentence that names each wrong variable with an example. */
export const readEnv = (environment: Record<string, string | undefined>): Env =>
  readEnvironment(variables, examples, environment)
