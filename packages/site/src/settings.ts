import { cloudIds } from '@entente/clouds/clouds'
import type { Cloud } from '@entente/domain/core/cloud'
import { networks, requestsPerMinute, siteSecret } from '@entente/domain/core/setting'
import { cloudOverridesFile, readCloud } from '@entente/process/cloud-file'
import { withSecretFiles } from '@entente/process/secret-files'
import { z } from 'zod'

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => URL.parse(value)?.origin === value, 'must be an origin without a path or a final slash')

const schema = z.object({
  CLOUD: z.enum(cloudIds).default('global'),
  CLOUD_OVERRIDES_FILE: cloudOverridesFile,
  API_URL: z.url({ protocol: /^https?$/ }),
  SITE_SECRET: siteSecret,
  ORIGIN: origin,
  PARTNER_URL: origin,
  CUSTOMER_URL: origin,
  TRUSTED_PROXIES: networks.default([]),
  REQUESTS_PER_MINUTE: requestsPerMinute,
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65535),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
})

const examples: Record<keyof z.infer<typeof schema>, string> = {
  CLOUD: 'global',
  CLOUD_OVERRIDES_FILE: '/etc/entente/overrides.json',
  API_URL: 'http://127.0.0.1:4100',
  SITE_SECRET: 'wJ8mT4vZ1yQ6xK0bN3cR7dF2gH5jL9pS-uA_eIoWtYk',
  ORIGIN: 'https://partner.example.com',
  PARTNER_URL: 'https://partner.example.com',
  CUSTOMER_URL: 'https://customer.example.com',
  TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.7',
  REQUESTS_PER_MINUTE: '6000',
  HOST: '127.0.0.1',
  PORT: '4101',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
}

/** The settings of a site's process. `ORIGIN` is the site's own public origin. */
export type SiteSettings = z.infer<typeof schema>

/** Reads the settings, or throws an error that names every invalid variable with a valid example. */
export function readSettings(environment: Record<string, string | undefined>): SiteSettings {
  const parsed = schema.safeParse(withSecretFiles(environment))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]) as keyof SiteSettings
    return `  ${name}: ${issue.message} (for example ${name}=${examples[name]})`
  })
  throw new Error(`This site cannot start, its environment is incomplete:\n${[...new Set(lines)].join('\n')}`)
}

let known: SiteSettings | undefined

/** The settings of this process, read on first use: the build imports the hooks without an environment. */
export function siteSettings(): SiteSettings {
  known ??= readSettings(process.env)
  return known
}

let cloud: Cloud | undefined

/** The cloud of this process, with the operator's overrides. */
export function siteCloud(): Cloud {
  cloud ??= readCloud(siteSettings())
  return cloud
}

/** The variable by which a site's server tells its pages, which are bundled apart, which site they are. */
export const siteVariable = 'ENTENTE_SITE'

/** A server reads its cloud when it starts, so that no request sees a later file. A build imports the hooks too, and reads none. */
export function readCloudAtStart(): void {
  if (process.env[siteVariable]) siteCloud()
}

/** Which process writes a line of the log; also before the settings were read. */
export const logWriter = () => ({
  process: process.env[siteVariable] ?? 'site',
  cloud: process.env.CLOUD ?? 'global',
})
