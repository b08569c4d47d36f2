import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../process.ts'
import { arrows, checkBorders, floors, knip, knipCommand, markupHabits, rooms } from './borders.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A small repository with these files, in which packages find each other by name. */
function planted(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-borders-'))
  folders.push(folder)
  const names = new Set(Object.keys(files).map((file) => file.split('/').slice(0, 2).join('/')))
  for (const home of ['packages', 'apps', 'scripts', 'bench']) mkdirSync(path.join(folder, home))
  mkdirSync(path.join(folder, 'node_modules/@entente'), { recursive: true })
  for (const name of names) {
    const [kind, own] = name.split('/')
    if (kind !== 'packages' || !own) continue
    mkdirSync(path.join(folder, name), { recursive: true })
    const dependencies = Object.fromEntries(
      [...names].map((other) => [`@entente/${other.split('/')[1]}`, '*']),
    )
    // By it knip knows which files are tests.
    const devDependencies = { vitest: '*' }
    const manifest = {
      name: `@entente/${own}`,
      exports: { './testing/*': './testing/*.ts', './*': './src/*.ts' },
      dependencies,
      devDependencies,
    }
    writeFileSync(path.join(folder, name, 'package.json'), JSON.stringify(manifest))
    symlinkSync(path.join(folder, name), path.join(folder, 'node_modules/@entente', own))
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  return folder
}

const faultsOf = async (files: Record<string, string>) => (await checkBorders(planted(files))).faults

const value = 'export const x = 1\nexport type X = number\n'

describe('arrows between packages', () => {
  test('a pure package imports only what the table allows, types included', async () => {
    const files = {
      'packages/domain/src/core/id.ts': value,
      'packages/db/src/core/a.ts': value,
      'packages/mail/src/a.ts': "import { x } from '@entente/domain/core/id'\nexport const y = x\n",
      'packages/clouds/src/a.ts': "import type { X } from '@entente/db/core/a'\nexport type Y = X\n",
    }
    expect(await faultsOf(files)).toEqual([
      'packages/clouds/src/a.ts: may not import packages/db/src/core/a.ts (arrows of packages/clouds)',
    ])
  })

  test('a site knows the type of the router and nothing else of the API, in Svelte files too', async () => {
    const files = {
      'packages/trpc/src/router.ts': value,
      'apps/partner-portal/src/a.ts': "import type { X } from '@entente/trpc/router'\nexport type Y = X\n",
      'apps/partner-portal/src/b.svelte':
        '<script lang="ts">\n  import { x } from \'@entente/trpc/router\'\n</script>\n<p>{x}</p>\n',
    }
    expect(await faultsOf(files)).toEqual([
      'apps/partner-portal/src/b.svelte: may not import packages/trpc/src/router.ts (only types for apps/partner-portal)',
    ])
  })

  test('tests may use the test kit, other files may not', async () => {
    const text = "import { x } from '@entente/testkit/wait'\nexport const y = x\n"
    const files = {
      'packages/testkit/src/wait.ts': value,
      'packages/db/src/core/a.db.test.ts': text,
      'packages/db/testing/a.ts': text,
      'packages/db/src/core/a.ts': text,
    }
    expect(await faultsOf(files)).toEqual([
      'packages/db/src/core/a.ts: may not import packages/testkit/src/wait.ts (arrows of packages/db)',
    ])
  })

  test('no path leaves its package, and a package without a place in the table is refused', async () => {
    const files = {
      'packages/domain/src/core/id.ts': value,
      'packages/mail/src/a.ts': "import { x } from '../../domain/src/core/id.ts'\nexport const y = x\n",
      'packages/new/src/a.ts': value,
    }
    expect(await faultsOf(files)).toEqual([
      'packages/mail/src/a.ts: "../../domain/src/core/id.ts" leaves packages/mail; import the package by its name',
      'packages/new/src/a.ts: packages/new has no place in scripts/test/borders.ts',
    ])
  })
})

describe('rooms', () => {
  test('a room uses the rooms that the table names; a test may use any', async () => {
    const text = "import { x } from '../relationship/b.ts'\nexport const y = x\n"
    const files = {
      'packages/domain/src/relationship/b.ts': value,
      'packages/domain/src/identity/a.ts': text,
      'packages/domain/src/identity/a.test.ts': text,
    }
    expect(await faultsOf(files)).toEqual([
      'packages/domain/src/identity/a.ts: may not import packages/domain/src/relationship/b.ts (room identity of packages/domain/src)',
    ])
  })

  test('a folder that is no room is refused', async () => {
    expect(await faultsOf({ 'packages/db/src/utils/a.ts': value })).toEqual([
      'packages/db/src/utils/a.ts: utils is no room of scripts/test/borders.ts',
    ])
  })

  test('the table of rooms has no cycle', () => {
    const reach = (room: string): string[] => (rooms[room] ?? []).flatMap((next) => [next, ...reach(next)])
    for (const room of Object.keys(rooms)) expect(reach(room)).not.toContain(room)
  })
})

test('a cycle between files is found, by way of types too', async () => {
  const faults = await faultsOf({
    'packages/domain/src/core/a.ts': "import type { X } from './b.ts'\nexport type Y = X\n",
    'packages/domain/src/core/b.ts': "import { type Y } from './a.ts'\nexport type X = Y | 1\n",
  })
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(/imports itself by way of/)
})

test('markup that is not escaped, and a comparison with the name of a cloud, are found in Svelte files', async () => {
  const file = 'packages/ui/src/a.svelte'
  const faults = await faultsOf({ [file]: "<p>{@html text}</p>{#if cloud === 'germany'}x{/if}\n" })
  expect(faults).toEqual(markupHabits.map(({ why }) => `${file}: ${why}`).sort())
})

test('Biome finds SQL outside db, a cast of a scope, a cloud by its name and a scattered setting', async () => {
  const text = [
    "export const a = (db: Any) => db.selectFrom('organisation')",
    'export const b = (db: Any) => work(db as PartnerDb)',
    "export const c = (cloud: Any) => cloud.id === 'germany'",
    'export const d = process.env.PORT',
    '',
  ].join('\n')
  const folder = planted({
    'packages/trpc/src/core/planted.ts': text,
    'biome.json': readFileSync(path.join(root, 'biome.json'), 'utf8'),
  })
  cpSync(path.join(root, 'scripts/test/habits'), path.join(folder, 'scripts/test/habits'), {
    recursive: true,
  })
  const args = ['lint', '--vcs-enabled=false', '--reporter=github']
  const told = await promisify(execFile)('biome', args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
  const lines = [...told.matchAll(/planted\.ts,line=(\d+),/g)].map(([, line]) => Number(line))
  expect(new Set(lines)).toEqual(new Set([1, 2, 3, 4]))
})

test('knip finds an export that nothing but a test imports, except where tests have their scenes', async () => {
  const folder = planted({
    'packages/domain/src/core/a.ts': 'export const used = 1\nexport const model = 2\n',
    'packages/domain/src/core/a.test.ts': "import { model } from './a.ts'\nexport const y = model\n",
    'packages/domain/testing/b.ts': 'export const scene = 1\n',
    'packages/mail/src/a.ts': "import { used } from '@entente/domain/core/a'\nexport const y = used\n",
    'package.json': JSON.stringify({ name: 'planted', workspaces: ['packages/*'] }),
  })
  const args = [`--config=${path.join(root, 'scripts/test/knip.json')}`, ...knip, '--reporter=compact']
  const told = await promisify(execFile)(knipCommand, args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
  expect(told).toMatch(/\bmodel\b/)
  expect(told).not.toMatch(/\b(used|scene)\b/)
})

test('every home and floor of the tables exists', () => {
  const missing = [...Object.keys(arrows), ...floors].filter((place) => !existsSync(path.join(root, place)))
  expect(missing).toEqual([])
})
