// The folder of one instance on this machine (.data/<cloud>): secrets, keys, ports, database, mails, logs.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createKeyring } from '@entente/auth/keyring'
import { completeKeyring } from '@entente/auth/keys-file'
import { newSiteSecrets, type SiteSecrets } from '@entente/auth/site-secret'
import { z } from 'zod'

export type InstanceFolder = ReturnType<typeof instanceFolder>

/** The paths inside an instance's folder. */
export const instanceFolder = (dir: string) => ({
  dir,
  database: path.join(dir, 'pg'),
  keys: path.join(dir, 'keys.json'),
  secrets: path.join(dir, 'secrets.json'),
  /** The secrets by which the API knows the sites. */
  sites: path.join(dir, 'sites.json'),
  ports: path.join(dir, 'ports.json'),
  accounts: path.join(dir, 'accounts.json'),
  /** Exists while the database is being filled. */
  seeding: path.join(dir, 'seeding'),
  demo: path.join(dir, 'demo.json'),
  mails: path.join(dir, 'mails'),
  logs: path.join(dir, 'logs'),
  auditHeads: path.join(dir, 'audit-heads'),
  lock: path.join(dir, 'running.pid'),
})

const secrets = z.object({ owner: z.string(), api: z.string(), worker: z.string() })

const siteSecrets = z.object({ partner: z.string(), customer: z.string(), operator: z.string() })

/** The passwords of the three database roles, and the secrets of the three sites. */
export type Secrets = z.infer<typeof secrets> & { sites: SiteSecrets }

/** Reads keys and secrets, or creates them for a new instance; throws when a part of an old one is missing. */
export function openInstance(folder: InstanceFolder): Secrets {
  mkdirSync(folder.logs, { recursive: true })
  mkdirSync(folder.mails, { recursive: true })
  const isNew = !existsSync(folder.database)
  for (const file of [folder.keys, folder.secrets]) {
    if (!isNew && !existsSync(file)) {
      throw new Error(`${file} is missing, and the database cannot be used without it. ${freshStart(folder)}`)
    }
  }
  if (existsSync(folder.keys)) completeKeyring(folder.keys)
  else createKeyring(folder.keys)
  if (!existsSync(folder.secrets)) writePrivate(folder.secrets, newPasswords())
  // No data depend on these: all processes that know them start together.
  if (!existsSync(folder.sites)) writePrivate(folder.sites, newSiteSecrets())
  return {
    ...readPrivate(folder, folder.secrets, secrets),
    sites: readPrivate(folder, folder.sites, siteSecrets),
  }
}

function readPrivate<T>(folder: InstanceFolder, file: string, content: z.ZodType<T>): T {
  try {
    return content.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new Error(`${file} is broken. ${freshStart(folder)}`, { cause })
  }
}

/** What to do when the folder cannot be used any more. */
export const freshStart = ({ dir }: InstanceFolder): string =>
  `Restore it, or remove ${dir} to start over without its data.`

/** Writes JSON that only its owner can read. A process that waits for the file finds it whole. */
export function writePrivate(file: string, content: unknown): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true }) // what a killed process left would keep its mode
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(fresh, file)
}

function newPasswords(): z.infer<typeof secrets> {
  const password = () => randomBytes(24).toString('base64url')
  return { owner: password(), api: password(), worker: password() }
}

/** Marks the instance as running, until this process ends; returns the id of another process that holds it. */
export function takeInstance(folder: InstanceFolder): number | undefined {
  mkdirSync(folder.dir, { recursive: true })
  try {
    writeFileSync(folder.lock, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = Number(readFileSync(folder.lock, 'utf8'))
    if (isStart(holder)) return holder
    writeFileSync(folder.lock, String(process.pid))
  }
  process.once('exit', () => rmSync(folder.lock, { force: true }))
  return undefined
}

/** After a crash the process id may belong to another program, so its command is checked too. */
function isStart(pid: number): boolean {
  try {
    process.kill(pid, 0)
    const commandLine = `/proc/${pid}/cmdline`
    return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.ts')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
