import { cloudIds } from '@entente/clouds/clouds'
import {
  databaseConnections,
  databasePrepared,
  factorClaims,
  jobsAtOnce,
  mailsAtOnce,
  nameServers,
  networks,
  operatorIssuer,
  ordersAtOnce,
  provisionerKeyId,
  provisionerSecret,
  requestsPerMinute,
  requestsWaiting,
  serviceHashes,
  sessionHours,
  sessionIdleMinutes,
  siteHashes,
  siteSecret,
  triesOfAddress,
  webhookSecrets,
} from '@entente/domain/core/setting'
import { mailSender, operatorSettings } from '@entente/domain/operator/instance-setting'
import { cloudOverridesFile } from '@entente/process/cloud-file'
import { z } from 'zod'
import { type Finding, ok, wrong } from './finding.ts'
import { checkTogether } from './settings-together.ts'

const local = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A site's public origin. Plain http is for one's own machine only. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.parse(text)?.origin === text, 'has a path or a final slash')
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && (url.protocol === 'https:' || local.has(url.hostname))
  }, 'is not https')

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })
const web = z.url({ protocol: /^https?$/ })
const port = z.coerce.number().int().min(1).max(65_535)

/**
 * The settings of an instance's processes. Those that differ by process (HOST, PORT, ORIGIN, SITE_SECRET) may be absent
 * where the doctor runs. A test compares this table with what each process reads.
 */
const shape = {
  CLOUD: z.enum(cloudIds),
  CLOUD_OVERRIDES_FILE: cloudOverridesFile,
  DATABASE_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl,
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  ENTENTE_KEYS_FILE: z.string().min(1),
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  OPERATOR_URL: origin,
  PARTNER_SITE_HASHES: siteHashes,
  CUSTOMER_SITE_HASHES: siteHashes,
  OPERATOR_SITE_HASHES: siteHashes,
  ...operatorSettings,
  MAIL_FROM: mailSender,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: web.default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: webhookSecrets.optional(),
  SERVICE_PORTAL_HASHES: serviceHashes.default([]),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  API_URL: web.optional(),
  SITE_SECRET: siteSecret.optional(),
  ORIGIN: origin.optional(),
  HOST: z.string().min(1).optional(),
  PORT: port.optional(),
  PUBLIC_PORT: port.optional(),
  METRICS_PORT: port.optional(),
  TRUSTED_PROXIES: networks.optional(),
  REQUESTS_PER_MINUTE: requestsPerMinute,
  DATABASE_CONNECTIONS: databaseConnections,
  DATABASE_PREPARED: databasePrepared,
  REQUESTS_WAITING: requestsWaiting,
  SESSION_IDLE_MINUTES: sessionIdleMinutes,
  SESSION_HOURS: sessionHours,
  ...triesOfAddress,
  MAILS_AT_ONCE: mailsAtOnce,
  ORDERS_AT_ONCE: ordersAtOnce,
  JOBS_AT_ONCE: jobsAtOnce,
  JOB_LOCK_MS: z.coerce.number().int().min(1000).optional(),
  MEMBERSHIP_DIRECTORY_URL: web.optional(),
  MEMBERSHIP_DIRECTORY_KEY: z.string().min(1).optional(),
  PROVISIONER_URL: web.optional(),
  PROVISIONER_KEY_ID: provisionerKeyId.optional(),
  PROVISIONER_SECRET: provisionerSecret.optional(),
  OPERATOR_SIGN_IN_ISSUER: operatorIssuer.optional(),
  OPERATOR_SIGN_IN_CLIENT_ID: z.string().min(1).optional(),
  OPERATOR_SIGN_IN_CLIENT_SECRET: z.string().min(1).optional(),
  OPERATOR_SIGN_IN_FACTORS: factorClaims.optional(),
  PARTNER_DIRECTORIES: z.enum(['public', 'local']).optional(),
  NAME_SERVERS: nameServers.optional(),
  AUDIT_HEADS_FOLDER: z.string().startsWith('/', 'is not an absolute path'),
  DOCUMENTS_FOLDER: z.string().startsWith('/', 'is not an absolute path').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: web.optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
} as const

const examples: Record<keyof typeof shape, string> = {
  CLOUD: cloudIds.join(' or '),
  CLOUD_OVERRIDES_FILE: '/etc/entente/overrides.json',
  DATABASE_URL: 'postgres://entente_api:secret@127.0.0.1:5432/entente',
  DATABASE_DIRECT_URL: 'postgres://entente_worker:secret@127.0.0.1:5432/entente',
  DATABASE_REPLICA_URL: 'postgres://entente_api:secret@127.0.0.1:5433/entente',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  PARTNER_SITE_HASHES: 'the one that `entente site secret partner` prints',
  CUSTOMER_SITE_HASHES: 'the one that `entente site secret customer` prints',
  OPERATOR_SITE_HASHES: 'the one that `entente site secret operator` prints',
  OPERATOR_NAME: 'Example Cloud GmbH',
  OPERATOR_EMAIL: 'support@example.com',
  OPERATOR_PHONE: '+49 30 1234567',
  OPERATOR_WEBSITE: 'https://www.example.com/support',
  OPERATOR_HOURS: 'Monday to Friday, 9:00 to 17:00 CET',
  MAIL_FROM: 'Entente <no-reply@example.com>',
  SMTP_URL: 'smtps://user:secret@smtp.example.com:465',
  RESEND_API_KEY: 're_secret',
  RESEND_BASE_URL: 'https://api.resend.com',
  RESEND_WEBHOOK_SECRET: 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=',
  SERVICE_PORTAL_HASHES: `azure=${'9d'.repeat(32)}`,
  REDIS_URL: 'rediss://user:secret@redis.example.com:6380',
  API_URL: 'http://127.0.0.1:4704',
  SITE_SECRET: 'the one that `entente site secret` prints',
  ORIGIN: 'https://partner.example.com',
  HOST: '127.0.0.1',
  PORT: '4704',
  PUBLIC_PORT: '4711',
  METRICS_PORT: '4712',
  TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.7',
  REQUESTS_PER_MINUTE: '6000',
  DATABASE_CONNECTIONS: '10',
  DATABASE_PREPARED: 'off',
  REQUESTS_WAITING: '50',
  SESSION_IDLE_MINUTES: '30',
  SESSION_HOURS: '12',
  SIGN_INS_PER_MINUTE: '30',
  SIGN_UPS_PER_HOUR: '30',
  RESETS_PER_HOUR: '30',
  QUESTIONS_PER_HOUR: '10',
  UNKNOWN_LINKS_PER_MINUTE: '10',
  MAILS_AT_ONCE: '32',
  ORDERS_AT_ONCE: '8',
  JOBS_AT_ONCE: '4',
  JOB_LOCK_MS: '15000',
  MEMBERSHIP_DIRECTORY_URL: 'https://directory.example.com/membership',
  MEMBERSHIP_DIRECTORY_KEY: 'secret',
  PROVISIONER_URL: 'https://provisioner.example.com/entente',
  PROVISIONER_KEY_ID: 'entente-1',
  PROVISIONER_SECRET: 'at least 32 characters',
  OPERATOR_SIGN_IN_ISSUER: 'https://login.example.com',
  OPERATOR_SIGN_IN_CLIENT_ID: 'entente',
  OPERATOR_SIGN_IN_CLIENT_SECRET: 'secret',
  OPERATOR_SIGN_IN_FACTORS: 'amr:mfa',
  PARTNER_DIRECTORIES: 'public',
  NAME_SERVERS: '192.0.2.53,[2001:db8::53]:5353',
  AUDIT_HEADS_FOLDER: '/var/lib/entente/audit-heads',
  DOCUMENTS_FOLDER: '/var/lib/entente/documents',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  LOG_LEVEL: 'info',
}

type Shape = typeof shape
export type Settings = { [Name in keyof Shape]?: z.output<Shape[Name]> }

/**
 * Returns the valid settings, and a finding for each wrong one. A finding never holds the value, which may be a secret.
 */
export function checkSettings(environment: Record<string, string | undefined>): {
  settings: Settings
  findings: Finding[]
} {
  const findings: Finding[] = []
  const settings: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(shape)) {
    const read = schema.safeParse(environment[name])
    if (read.success) settings[name] = read.data
    else findings.push(wrongSetting(name as keyof Shape, environment[name], read.error))
  }
  findings.push(...checkTogether(settings))
  if (findings.length === 0) findings.push(ok('settings', `${Object.keys(shape).length} are valid`))
  return { settings, findings }
}

function wrongSetting(name: keyof Shape, value: string | undefined, { issues }: z.ZodError): Finding {
  const reason = issues.find(({ code }) => code === 'custom')?.message ?? 'is not valid'
  const says = value === undefined ? 'is not set' : value === '' ? 'is empty' : reason
  const canGo = shape[name].safeParse(undefined).success ? ', or remove it' : ''
  return wrong('settings', `${name} ${says}`, `Set ${name}, such as ${examples[name]}${canGo}`)
}
