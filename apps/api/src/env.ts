import { cloudIds } from '@entente/clouds/clouds'
import { readEnvironment } from '@entente/domain/environment'
import { z } from 'zod'

const origin = z.url().transform((url) => new URL(url).origin)

const variables = z.object({
  CLOUD: z.enum(cloudIds),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ENTENTE_KEYS_FILE: z.string().min(1),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  OPERATOR_URL: origin,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const examples: Record<keyof z.infer<typeof variables>, string> = {
  CLOUD: 'global',
  DATABASE_URL: 'postgres://entente_api:secret@127.0.0.1:5432/entente',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  HOST: '127.0.0.1',
  PORT: '4110',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  LOG_LEVEL: 'info',
}

export type Env = z.infer<typeof variables>

/** The settings of this process; throws a sentence that names each wrong variable with an example. */
export const readEnv = (environment: NodeJS.ProcessEnv): Env =>
  readEnvironment(variables, examples, environment)
