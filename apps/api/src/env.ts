import { cloudIds } from '@entente/clouds/clouds'
import { readEnvironment } from '@entente/domain/core/environment'
import {
  databaseConnections,
  databasePrepared,
  factorClaims,
  nameServers,
  networks,
  operatorIssuer,
  requestsWaiting,
  serviceHashes,
  sessionHours,
  sessionIdleMinutes,
  siteHashes,
  triesOfAddress,
  webhookSecrets,
} from '@entente/domain/core/setting'
import { mailSender, operatorSettings } from '@entente/domain/operator/instance-setting'
import { cloudOverridesFile } from '@entente/process/cloud-file'
import { withSecretFiles } from '@entente/process/secret-files'
import { z } from 'zod'

const origin = z.url().transform((url) => new URL(url).origin)

const shape = z.object({
  CLOUD: z.enum(cloudIds),
  /** What this instance has different from its cloud; without it nothing. */
  CLOUD_OVERRIDES_FILE: cloudOverridesFile,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** A streaming replica that lists are read from; without it they are read from the primary. */
  DATABASE_REPLICA_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_CONNECTIONS: databaseConnections,
  /** `off` behind a pooler that does not know prepared statements. */
  DATABASE_PREPARED: databasePrepared,
  REQUESTS_WAITING: requestsWaiting,
  SESSION_IDLE_MINUTES: sessionIdleMinutes,
  SESSION_HOURS: sessionHours,
  ...triesOfAddress,
  /** Holds the rate limits; without it they are in PostgreSQL. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  ENTENTE_KEYS_FILE: z.string().min(1),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  /** The port of the public listener; without it there is none. */
  PUBLIC_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** The port of the listener for metrics; without it there is none. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** The hashes of the secrets by which the internal listener knows each site. */
  PARTNER_SITE_HASHES: siteHashes,
  CUSTOMER_SITE_HASHES: siteHashes,
  OPERATOR_SITE_HASHES: siteHashes,
  /**
   * The signing secret as the mail provider shows it, or two during a rotation; without it no webhooks are accepted.
   */
  RESEND_WEBHOOK_SECRET: webhookSecrets.optional(),
  /** The hashes of the secrets by which the public listener knows the portals of services. */
  SERVICE_PORTAL_HASHES: serviceHashes.default([]),
  /** The proxies in front of the public listener whose X-Forwarded-For is trusted. */
  TRUSTED_PROXIES: networks.default([]),
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  OPERATOR_URL: origin,
  /** The sender of every mail, which a page shows to people who check one. */
  MAIL_FROM: mailSender,
  ...operatorSettings,
  /** A membership directory behind HTTP, with its key; without them the operator's own directory is used. */
  MEMBERSHIP_DIRECTORY_URL: z.url({ protocol: /^https?$/ }).optional(),
  MEMBERSHIP_DIRECTORY_KEY: z.string().min(1).optional(),
  /** Where operators sign in (OpenID Connect); without all three they sign in with passwords alone. */
  OPERATOR_SIGN_IN_ISSUER: operatorIssuer.optional(),
  OPERATOR_SIGN_IN_CLIENT_ID: z.string().min(1).optional(),
  OPERATOR_SIGN_IN_CLIENT_SECRET: z.string().min(1).optional(),
  /** The claims that say that a second factor was given there; without them ours is asked for. */
  OPERATOR_SIGN_IN_FACTORS: factorClaims.default([]),
  /** `local` also allows partners' directories on this machine or in its network: for development and tests. */
  PARTNER_DIRECTORIES: z.enum(['public', 'local']).default('public'),
  /** Asked for the hosts of partners' directories and of the membership directory; without them the system's. */
  NAME_SERVERS: nameServers.default([]),
  /** Where uploaded documents are stored; without it in the database. */
  DOCUMENTS_FOLDER: z.string().startsWith('/', 'is not an absolute path').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const variables = shape
  // A secret of two sites would let one speak for the other.
  .refine(
    (read) => {
      const hashes = [read.PARTNER_SITE_HASHES, read.CUSTOMER_SITE_HASHES, read.OPERATOR_SITE_HASHES].flat()
      return new Set(hashes).size === hashes.length
    },
    { path: ['OPERATOR_SITE_HASHES'] },
  )
  // Half an issuer would leave operators with passwords alone, unnoticed.
  .refine(
    (read) => {
      const { OPERATOR_SIGN_IN_ISSUER, OPERATOR_SIGN_IN_CLIENT_ID, OPERATOR_SIGN_IN_CLIENT_SECRET } = read
      const three = [OPERATOR_SIGN_IN_ISSUER, OPERATOR_SIGN_IN_CLIENT_ID, OPERATOR_SIGN_IN_CLIENT_SECRET]
      return new Set(three.map((one) => one === undefined)).size === 1
    },
    { path: ['OPERATOR_SIGN_IN_CLIENT_SECRET'] },
  )

const examples: Record<keyof z.infer<typeof variables>, string> = {
  CLOUD: 'global',
  CLOUD_OVERRIDES_FILE: '/etc/entente/overrides.json',
  DATABASE_URL: 'postgres://entente_api:secret@127.0.0.1:5432/entente',
  DATABASE_REPLICA_URL: 'postgres://entente_api:secret@127.0.0.1:5433/entente',
  DATABASE_CONNECTIONS: '10',
  DATABASE_PREPARED: 'off (behind a pooler without prepared statements)',
  REQUESTS_WAITING: '50',
  SESSION_IDLE_MINUTES: '30 (the most)',
  SESSION_HOURS: '12 (the most)',
  SIGN_INS_PER_MINUTE: '30',
  SIGN_UPS_PER_HOUR: '30',
  RESETS_PER_HOUR: '30',
  QUESTIONS_PER_HOUR: '10',
  UNKNOWN_LINKS_PER_MINUTE: '10',
  REDIS_URL: 'redis://127.0.0.1:6379',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  HOST: '127.0.0.1',
  PORT: '4110',
  PUBLIC_PORT: '4111',
  METRICS_PORT: '4112',
  PARTNER_SITE_HASHES: `${'3f'.repeat(32)} (the SHA-256 of that site’s SITE_SECRET alone)`,
  CUSTOMER_SITE_HASHES: `${'5a'.repeat(32)} (the SHA-256 of that site’s SITE_SECRET alone)`,
  OPERATOR_SITE_HASHES: `${'7c'.repeat(32)} (the SHA-256 of that site’s SITE_SECRET alone)`,
  RESEND_WEBHOOK_SECRET: 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=',
  SERVICE_PORTAL_HASHES: `azure=${'9d'.repeat(32)}`,
  TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.7',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  OPERATOR_URL: 'https://operator.example.com',
  MAIL_FROM: 'Entente <no-reply@example.com>',
  OPERATOR_NAME: 'Example Cloud GmbH',
  OPERATOR_EMAIL: 'support@example.com',
  OPERATOR_PHONE: '+49 30 1234567',
  OPERATOR_WEBSITE: 'https://www.example.com/support',
  OPERATOR_HOURS: 'Monday to Friday, 9:00 to 17:00 CET',
  MEMBERSHIP_DIRECTORY_URL: 'https://directory.example.com/membership',
  MEMBERSHIP_DIRECTORY_KEY: 'secret',
  OPERATOR_SIGN_IN_ISSUER: 'https://login.example.com',
  OPERATOR_SIGN_IN_CLIENT_ID: 'entente',
  OPERATOR_SIGN_IN_CLIENT_SECRET:
    'secret (with OPERATOR_SIGN_IN_ISSUER and OPERATOR_SIGN_IN_CLIENT_ID, or none of them)',
  OPERATOR_SIGN_IN_FACTORS: 'amr:mfa',
  PARTNER_DIRECTORIES: 'public',
  NAME_SERVERS: '192.0.2.53,[2001:db8::53]:5353',
  DOCUMENTS_FOLDER: '/var/lib/entente/documents',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  LOG_LEVEL: 'info',
}

export type Env = z.infer<typeof variables>

/** Reads the settings of this process; throws one error that names each wrong variable with an example. */
export const readEnv = (environment: NodeJS.ProcessEnv): Env =>
  readEnvironment(variables, examples, withSecretFiles(environment))
