// The release that an upgrade comes from, with its own dependencies, in a temporary folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand } from '../command.ts'
import { root } from '../process.ts'
import previous from './previous-release.json' with { type: 'json' }

export { previous }

export type PreviousRelease = {
  folder: string
  /** Loads one of its modules, beside ours. */
  load: <Module>(file: string) => Promise<Module>
  /** Its sites run only when they are built. */
  buildSites: () => Promise<void>
  remove: () => void
}

/** Takes it from the history of the repository and installs what its lock file names. */
export async function checkOutPreviousRelease(): Promise<PreviousRelease> {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-previous-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const archive = path.join(folder, 'release.tar')
    const { ok } = await runCommand('git', ['archive', '-o', archive, previous.commit], 60_000)
    if (!ok)
      throw new Error(
        `The history lacks ${previous.commit}, the release ${previous.version}: git fetch --unshallow`,
      )
    await run('tar', ['-xf', archive], folder)
    rmSync(archive)
    await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], folder)
    useOurMigrations(folder)
    const load = <Module>(file: string) =>
      import(pathToFileURL(path.join(folder, file)).href) as Promise<Module>
    const buildSites = () =>
      run('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], folder)
    return { folder, load, buildSites, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Its tests clone a template, which our migrations bring up to date after its own. */
function useOurMigrations(folder: string): void {
  const setup = path.join(folder, 'packages/db/testing/global-setup.ts')
  const ours = pathToFileURL(path.join(root, 'packages/db/src/core/migrate.ts')).href
  const text = readFileSync(setup, 'utf8')
  const migrated = `  await migrate(server.url('template_entente'), 'global')\n`
  if (!text.includes(migrated)) throw new Error(`${setup} makes its template in another way.`)
  const again = `  await (await import('${ours}')).migrate(server.url('template_entente'), 'global')\n`
  writeFileSync(setup, text.replace(migrated, migrated + again))
}

async function run(command: string, args: string[], cwd: string): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${command} ended with ${code} in ${cwd}.`)
}
