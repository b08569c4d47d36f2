import { type Keyring, missingKeys, type Ring } from '@entente/auth/keyring'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { findLatestPulse, findServerFacts, listAppliedMigrations } from '@entente/db/core/instance-facts'
import { refuseStrongRole } from '@entente/db/core/login-role'
import { listMigrations } from '@entente/db/core/migrate'
import { asAuth, asRelay } from '@entente/db/core/scopes'
import { listLinkKids } from '@entente/db/identity/one-time-links'
import { listSecondFactorKids } from '@entente/db/identity/second-factors'
import { listDirectoryKids } from '@entente/db/partner/partner-directories'
import { codeOf, type Finding, isUnreachable, ok, placeOf, skipped, within, wrong } from './finding.ts'

const oldestVersion = 15
const skewMsMax = 5000
// A worker writes its pulse every five seconds.
const silentMsMax = 30_000

type Expected = { cloud: string | undefined; keyring: Keyring | undefined }

/** Checks the API's connection to the database, and that the database fits this build and cloud. */
export async function checkApiDatabase(url: string | undefined, expected: Expected): Promise<Finding[]> {
  const about = 'database as API'
  if (!url) return [skipped(about, 'DATABASE_URL is not valid')]
  return onDatabase(about, url, 'DATABASE_API_PASSWORD', async (database) => {
    const { version, now, looseTables, role } = await findServerFacts(database)
    const skewMs = Math.abs(now.getTime() - Date.now())
    return [
      await checkRole(about, database, { role, expected: 'entente_api' }),
      version >= oldestVersion
        ? ok('version', `PostgreSQL ${version}`)
        : wrong('version', `PostgreSQL ${version}`, `Upgrade it to ${oldestVersion} or later`),
      skewMs <= skewMsMax
        ? ok('clock', 'agrees with the database')
        : wrong(
            'clock',
            `${Math.round(skewMs / 1000)} s off from the database`,
            'Synchronise both clocks with NTP',
          ),
      ...(await checkSchema(database, expected, looseTables)),
    ]
  })
}

/** Checks the replica that lists are read from, where there is one. */
export async function checkReplica(url: string | undefined, cloud: string | undefined): Promise<Finding[]> {
  const about = 'replica'
  if (!url) return []
  return onDatabase(about, url, 'DATABASE_API_PASSWORD', async (database) => {
    const { isReplica } = await findServerFacts(database)
    const advice = 'Name a streaming replica in DATABASE_REPLICA_URL, or leave it out'
    if (!isReplica) return [wrong(about, 'follows no primary, so no list is read from it', advice)]
    const { cloud: owner } = await asAuth(database, null, findInstance)
    return [ok(about, 'follows a primary'), checkCloud(cloud, owner)]
  })
}

/** Checks the worker's connection to the database, and that a worker is running. */
export async function checkWorkerDatabase(url: string | undefined): Promise<Finding[]> {
  const about = 'database as worker'
  if (!url) return [skipped(about, 'DATABASE_DIRECT_URL is not valid')]
  return onDatabase(about, url, 'DATABASE_WORKER_PASSWORD', async (database) => {
    const { role } = await findServerFacts(database)
    return [
      await checkRole(about, database, { role, expected: 'entente_worker' }),
      await checkPulse(database),
    ]
  })
}

async function onDatabase(
  about: string,
  url: string,
  passwordName: string,
  look: (database: Database) => Promise<Finding[]>,
): Promise<Finding[]> {
  const database = openDatabase({ url, connectionsMax: 1, prepared: false })
  try {
    return await within(look(database))
  } catch (error) {
    return [unusable(about, url, codeOf(error), passwordName)]
  } finally {
    await within(closeDatabase(database), 1000).catch(() => undefined) // never wait for a server that hangs
  }
}

function unusable(about: string, url: string, code: string, passwordName: string): Finding {
  const { username, pathname } = new URL(url)
  const name = decodeURIComponent(pathname.slice(1))
  if (isUnreachable(code))
    return wrong(
      about,
      `nothing answers at ${placeOf(url)} (${code})`,
      'Start PostgreSQL, or correct the host and port',
    )
  if (code === '28P01' || code === '28000')
    return wrong(
      about,
      `the password of ${username} was refused`,
      `Correct the URL, or set ${passwordName} and run: entente migrate`,
    )
  if (code === '3D000')
    return wrong(
      about,
      `there is no database "${name}"`,
      `Create it, owned by the owner role, and run: entente migrate`,
    )
  if (/CERT|ALTNAME|SIGNATURE/.test(code))
    return wrong(
      about,
      `the server's certificate cannot be verified (${code})`,
      'Name the file of its authority in the URL: ?sslmode=verify-full&sslrootcert=/etc/entente/database-ca.pem',
    )
  return wrong(about, `PostgreSQL answers with error ${code}`, 'Look for this code in its log')
}

async function checkRole(
  about: string,
  database: Database,
  { role, expected }: { role: string; expected: 'entente_api' | 'entente_worker' },
): Promise<Finding> {
  try {
    await refuseStrongRole(database)
  } catch {
    return wrong(
      about,
      `${role} has privileges of its own, so row-level security does not bind it`,
      'Log in as entente_api and entente_worker, which migrations create',
    )
  }
  if (role === expected) return ok(about, `${role} has no privileges of its own`)
  const setting = expected === 'entente_api' ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL'
  return wrong(about, `logs in as ${role}`, `Name ${expected} in ${setting}`)
}

const migrateAdvice = 'Run: entente migrate'

async function checkSchema(
  database: Database,
  { cloud, keyring }: Expected,
  loose: string[],
): Promise<Finding[]> {
  const ours = await listMigrations()
  let seen: { applied: string[]; owner: string; linkKids: string[]; dataKids: string[] }
  try {
    seen = await asAuth(database, null, async (db) => ({
      applied: await listAppliedMigrations(db),
      owner: (await findInstance(db)).cloud,
      linkKids: await listLinkKids(db),
      dataKids: [...new Set([...(await listSecondFactorKids(db)), ...(await listDirectoryKids(db))])],
    }))
  } catch (error) {
    // A role, table or column of a later migration is missing.
    const code = codeOf(error)
    if (!['22023', '42P01', '42703', '42704', '42501', '3F000'].includes(code)) throw error
    return [wrong('migrations', 'the database is empty or far behind this build', migrateAdvice)]
  }
  return [
    checkMigrations(ours, seen.applied),
    loose.length === 0
      ? ok('row security', 'is forced on every table')
      : wrong(
          'row security',
          `is not forced on ${loose.join(', ')}`,
          'alter table … enable row level security, force row level security',
        ),
    checkCloud(cloud, seen.owner),
    ...(keyring
      ? [checkKids('link', keyring.link, seen.linkKids), checkKids('data', keyring.data, seen.dataKids)]
      : []),
  ]
}

function checkMigrations(ours: string[], applied: string[]): Finding {
  const pending = ours.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !ours.includes(name))
  if (pending.length > 0) return wrong('migrations', `pending: ${pending.join(', ')}`, migrateAdvice)
  if (unknown.length > 0)
    return wrong(
      'migrations',
      `the database is ahead of this build: ${unknown.join(', ')}`,
      'Run the newer build; an older one serves only while it is being replaced',
    )
  return ok('migrations', `all ${ours.length} are applied`)
}

function checkCloud(cloud: string | undefined, owner: string): Finding {
  if (!cloud) return skipped('cloud', 'CLOUD is not valid')
  if (cloud === owner) return ok('cloud', `the database belongs to ${owner}`)
  return wrong(
    'cloud',
    `CLOUD is ${cloud}, but the database belongs to ${owner}`,
    'Correct CLOUD or the database URLs: an instance never changes its cloud',
  )
}

function checkKids(name: string, ring: Ring, kids: string[]): Finding {
  const missing = [...new Set(missingKeys(ring, kids))]
  if (missing.length === 0) return ok(`${name} keys`, 'every key in use is present')
  return wrong(
    `${name} keys`,
    `the keys file lacks ${missing.join(', ')}, which the database uses`,
    'Restore the keys file of this database from its backup',
  )
}

async function checkPulse(database: Database): Promise<Finding> {
  try {
    const seen = await asRelay(database, findLatestPulse)
    if (!seen) return wrong('worker', 'no worker has run here yet', 'Start it')
    const silentMs = Date.now() - seen.getTime()
    if (silentMs <= silentMsMax) return ok('worker', `seen ${Math.max(0, Math.round(silentMs / 1000))} s ago`)
    return wrong('worker', `last seen at ${seen.toISOString()}`, 'Start it, and check its log')
  } catch (error) {
    if (!['22023', '42P01', '42501'].includes(codeOf(error))) throw error
    return skipped('worker', 'the database is not migrated')
  }
}
