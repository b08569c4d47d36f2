import { readFileSync } from 'node:fs'

/** The settings that hold a secret, alone or in a URL. Each may stand in a file of its own, named by `<SETTING>_FILE`. */
export const secretSettings = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_REPLICA_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_API_PASSWORD',
  'DATABASE_WORKER_PASSWORD',
  'REDIS_URL',
  'SITE_SECRET',
  'SMTP_URL',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'MEMBERSHIP_DIRECTORY_KEY',
  'OPERATOR_SIGN_IN_CLIENT_SECRET',
  'PROVISIONER_SECRET',
] as const

type Environment = Record<string, string | undefined>

/**
 * The environment with every secret that stands in a file, without the line break at the file's end. Throws one error with a
 * sentence for each file that cannot be read or whose setting is set as well; it never holds a secret.
 */
export function withSecretFiles(environment: Environment): Environment {
  const read: Environment = {}
  const faults: string[] = []
  for (const name of secretSettings) {
    const file = environment[`${name}_FILE`]
    if (file === undefined) continue
    if (environment[name] !== undefined)
      faults.push(`${name} and ${name}_FILE are both set: remove one of them`)
    try {
      read[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    } catch (error) {
      faults.push(
        `${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}): correct it, or remove it`,
      )
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return { ...environment, ...read }
}
