import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { root } from '../process.ts'
import { exampleEnvironment, processes, variablesOf } from './process-settings.ts'

type Environment = Record<string, string>
type Reader = (environment: Environment) => unknown

const doctorFile = 'apps/cli/src/doctor/settings.ts'
// Apps export nothing, so their schemas are imported by path.
const load = (file: string) => import(pathToFileURL(path.join(root, file)).href)
const files = [...new Set(Object.values(processes))]
const readerOf = async (file: string): Promise<Reader> => {
  const { readEnv, readSettings } = await load(file)
  return readEnv ?? readSettings
}
const { checkSettings } = (await load(doctorFile)) as {
  checkSettings: (environment: Environment) => { findings: { state: string; says: string }[] }
}
/** The faults that the doctor finds in the settings of .env.example with some of them changed. */
const complaints = (changes: Environment = {}) =>
  checkSettings({ ...exampleEnvironment(), ...changes })
    .findings.filter(({ state }) => state === 'wrong')
    .map(({ says }) => says)

/** A value that every process refuses, for each setting that can be wrong by itself. */
const wrongValues: Environment = {
  CLOUD: 'mars',
  CLOUD_OVERRIDES_FILE: 'overrides.json',
  DATABASE_URL: 'mysql://127.0.0.1/entente',
  DATABASE_DIRECT_URL: 'entente',
  DATABASE_REPLICA_URL: 'entente',
  REDIS_URL: 'http://127.0.0.1',
  ENTENTE_KEYS_FILE: '',
  PORT: 'http',
  PUBLIC_PORT: '70000',
  METRICS_PORT: 'metrics',
  PARTNER_SITE_HASHES: '',
  CUSTOMER_SITE_HASHES: 'secret',
  OPERATOR_SITE_HASHES: `${'0'.repeat(64)},${'1'.repeat(64)},${'2'.repeat(64)}`,
  SITE_SECRET: 'secret',
  RESEND_WEBHOOK_SECRET: 'whsec_short',
  SERVICE_PORTAL_HASHES: 'azure=secret',
  TRUSTED_PROXIES: 'proxy.internal',
  REQUESTS_PER_MINUTE: '0',
  PARTNER_URL: 'partner.example.com',
  CUSTOMER_URL: '',
  OPERATOR_URL: 'operator',
  ORIGIN: 'https://partner.example.com/',
  API_URL: '127.0.0.1:4704',
  SMTP_URL: 'https://smtp.example.com',
  RESEND_API_KEY: '',
  RESEND_BASE_URL: 'resend',
  MAIL_FROM: 'a@example.com, b@example.com',
  OPERATOR_EMAIL: 'support',
  OPERATOR_NAME: 'two\nlines',
  OPERATOR_PHONE: 'two\nlines',
  OPERATOR_WEBSITE: 'http://example.com',
  OPERATOR_HOURS: 'two\nlines',
  DATABASE_CONNECTIONS: '1',
  DATABASE_PREPARED: 'maybe',
  REQUESTS_WAITING: '0',
  SESSION_IDLE_MINUTES: '31',
  SESSION_HOURS: '13',
  SIGN_INS_PER_MINUTE: '9',
  SIGN_UPS_PER_HOUR: '0',
  RESETS_PER_HOUR: '1001',
  QUESTIONS_PER_HOUR: '0',
  UNKNOWN_LINKS_PER_MINUTE: '4',
  MAILS_AT_ONCE: '0',
  ORDERS_AT_ONCE: 'all',
  JOBS_AT_ONCE: '0',
  JOB_LOCK_MS: '10',
  MEMBERSHIP_DIRECTORY_URL: 'directory',
  MEMBERSHIP_DIRECTORY_KEY: '',
  PROVISIONER_URL: 'provisioner',
  PROVISIONER_KEY_ID: 'a key',
  PROVISIONER_SECRET: 'short',
  OPERATOR_SIGN_IN_ISSUER: 'http://login.example.com',
  OPERATOR_SIGN_IN_CLIENT_ID: '',
  OPERATOR_SIGN_IN_CLIENT_SECRET: '',
  OPERATOR_SIGN_IN_FACTORS: 'mfa',
  PARTNER_DIRECTORIES: 'private',
  NAME_SERVERS: 'ns1.example.com',
  AUDIT_HEADS_FOLDER: 'audit-heads',
  DOCUMENTS_FOLDER: 'documents',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
  LOG_LEVEL: 'loud',
}
// Any text can be a host name.
const neverWrong = ['HOST']

test('the doctor checks every setting that a process reads, and no other', () => {
  const known = new Set(files.flatMap(variablesOf))
  expect(variablesOf(doctorFile).sort()).toEqual([...known].sort())
  expect([...Object.keys(wrongValues), ...neverWrong].sort()).toEqual([...known].sort())
})

test('.env.example is valid as it is, for the doctor and for every process', async () => {
  expect(complaints()).toEqual([])
  for (const file of files) {
    const read = await readerOf(file)
    expect(() => read(exampleEnvironment()), file).not.toThrow()
  }
})

test.each(Object.entries(wrongValues))(
  'a wrong %s stops who reads it, and the doctor says so',
  async (name, value) => {
    const environment = { ...exampleEnvironment(), [name]: value }
    for (const file of files.filter((one) => variablesOf(one).includes(name))) {
      const read = await readerOf(file)
      expect(() => read(environment), file).toThrow(name)
    }
    expect(complaints({ [name]: value }).join()).toContain(name)
  },
)
