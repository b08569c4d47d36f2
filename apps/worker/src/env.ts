import { cloudIds } from '@entente/clouds/clouds'
import { readEnvironment } from '@entente/domain/core/environment'
import {
  databaseConnections,
  jobsAtOnce,
  mailsAtOnce,
  ordersAtOnce,
  provisionerKeyId,
  provisionerSecret,
} from '@entente/domain/core/setting'
import { mailSender, operatorSettings } from '@entente/domain/operator/instance-setting'
import { cloudOverridesFile } from '@entente/process/cloud-file'
import { withSecretFiles } from '@entente/process/secret-files'
import { z } from 'zod'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)

const shape = z.object({
  CLOUD: z.enum(cloudIds),
  /** What this instance has different from its cloud; without it nothing. */
  CLOUD_OVERRIDES_FILE: cloudOverridesFile,
  DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_CONNECTIONS: databaseConnections,
  MAILS_AT_ONCE: mailsAtOnce,
  ORDERS_AT_ONCE: ordersAtOnce,
  JOBS_AT_ONCE: jobsAtOnce,
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  ENTENTE_KEYS_FILE: z.string().min(1),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  OPERATOR_URL: origin,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.resend.com'),
  MAIL_FROM: mailSender,
  ...operatorSettings,
  /** Where the signed heads of the audit chains go. */
  AUDIT_HEADS_FOLDER: z.string().startsWith('/'),
  /** Where the API keeps documents, when the database does not: the worker removes them. */
  DOCUMENTS_FOLDER: z.string().startsWith('/').optional(),
  /** A provisioner behind HTTP, with the key that signs what it is asked; without them everything succeeds at once. */
  PROVISIONER_URL: z.url({ protocol: /^https?$/ }).optional(),
  PROVISIONER_KEY_ID: provisionerKeyId.optional(),
  PROVISIONER_SECRET: provisionerSecret.optional(),
  /** How long a worker can be silent before another takes over its jobs. */
  JOB_LOCK_MS: z.coerce.number().int().min(1000).default(15_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const variables = shape
  // Exactly one of the two must be set: with both it would be unclear which one sends. Also runs when another variable is
  // wrong, so that one error names all of them.
  .refine(({ SMTP_URL, RESEND_API_KEY }) => (SMTP_URL === undefined) !== (RESEND_API_KEY === undefined), {
    path: ['SMTP_URL'],
    when: () => true,
  })
  // All three or none: with a part of them orders would succeed without a cloud.
  .refine(
    ({ PROVISIONER_URL, PROVISIONER_KEY_ID, PROVISIONER_SECRET }) =>
      new Set([PROVISIONER_URL, PROVISIONER_KEY_ID, PROVISIONER_SECRET].map((one) => one === undefined))
        .size === 1,
    { path: ['PROVISIONER_SECRET'], when: () => true },
  )

const examples: Record<keyof z.infer<typeof variables>, string> = {
  CLOUD: 'global',
  CLOUD_OVERRIDES_FILE: '/etc/entente/overrides.json',
  DATABASE_DIRECT_URL: 'postgres://entente_worker:secret@127.0.0.1:5432/entente',
  DATABASE_CONNECTIONS: '10',
  MAILS_AT_ONCE: '32',
  ORDERS_AT_ONCE: '8',
  JOBS_AT_ONCE: '4',
  REDIS_URL: 'redis://127.0.0.1:6379',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  HOST: '127.0.0.1',
  PORT: '4120',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  SMTP_URL: 'smtps://user:secret@smtp.example.com:465 (or RESEND_API_KEY, one of the two)',
  RESEND_API_KEY: 're_secret',
  RESEND_BASE_URL: 'https://api.resend.com',
  MAIL_FROM: 'Entente <no-reply@example.com>',
  OPERATOR_NAME: 'Example Cloud GmbH',
  OPERATOR_EMAIL: 'support@example.com',
  OPERATOR_PHONE: '+49 30 1234567',
  OPERATOR_WEBSITE: 'https://www.example.com/support',
  OPERATOR_HOURS: 'Monday to Friday, 9:00 to 17:00 CET',
  AUDIT_HEADS_FOLDER: '/var/lib/entente/audit-heads',
  DOCUMENTS_FOLDER: '/var/lib/entente/documents',
  PROVISIONER_URL: 'https://provisioner.example.com/entente',
  PROVISIONER_KEY_ID: 'entente-1',
  PROVISIONER_SECRET: 'at least 32 characters (with PROVISIONER_URL and PROVISIONER_KEY_ID, or none of them)',
  JOB_LOCK_MS: '15000',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  LOG_LEVEL: 'info',
}

export type Env = z.infer<typeof variables>

/** Reads the settings of this process; throws one error that names each wrong variable with an example. */
export const readEnv = (environment: NodeJS.ProcessEnv): Env =>
  readEnvironment(variables, examples, withSecretFiles(environment))
