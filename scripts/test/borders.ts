// The borders of the repository (docs/architecture.md): who may import whom, between packages and between the rooms inside
// one. dependency-cruiser reads every module and resolves its imports, types and Svelte files included.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType, type IModule } from 'dependency-cruiser'

const pure = ['addresses', 'clouds', 'domain', 'i18n', 'mail']
const site = ['addresses', 'clouds', 'domain', 'i18n', 'site', 'ui']
const everything = [...pure, 'auth', 'db', 'outside', 'process', 'queue', 'testkit', 'trpc']

/** Which of our packages a home may import. A home that is not listed does not exist yet. */
export const arrows: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/addresses': ['domain'],
  'packages/clouds': ['domain'],
  'packages/i18n': ['domain'],
  'packages/mail': ['clouds', 'domain', 'i18n'],
  'packages/db': pure,
  'packages/auth': [...pure, 'db', 'process'],
  'packages/queue': [...pure, 'db'],
  'packages/outside': ['db', 'domain'],
  'packages/trpc': [...pure, 'auth', 'db', 'queue'],
  'packages/testkit': [],
  'packages/process': ['clouds', 'domain'],
  'packages/ui': [],
  'packages/site': ['addresses', 'clouds', 'domain', 'i18n', 'process', 'ui'],
  'apps/partner-portal': site,
  'apps/acceptance-site': site,
  'apps/operator-console': site,
  'apps/api': [...pure, 'auth', 'db', 'outside', 'process', 'queue', 'trpc'],
  'apps/worker': [...pure, 'auth', 'db', 'outside', 'process', 'queue'],
  'apps/mailbox': ['domain'],
  'apps/cli': [...pure, 'auth', 'db', 'outside', 'process', 'queue', 'trpc'],
  'apps/e2e': everything,
  scripts: everything,
  bench: everything,
}

// A site talks to the API over the network: of the router it may know the type, never the code behind it.
const typesOnly: Record<string, readonly string[]> = {
  'packages/site': ['trpc'],
  'apps/partner-portal': ['trpc'],
  'apps/acceptance-site': ['trpc'],
  'apps/operator-console': ['trpc'],
}

/** What the tests of a package may import beyond its arrows, besides the test kit. */
const inTests: Record<string, readonly string[]> = {
  'packages/auth': ['queue'],
  'packages/trpc': ['outside'],
}

/** The rooms, and which other rooms of the same package each may use. */
export const rooms: Record<string, readonly string[]> = {
  core: [],
  identity: ['core'],
  relationship: ['core', 'identity'],
  enrolment: ['core', 'identity'],
  partner: ['core', 'identity', 'enrolment'],
  customer: ['core', 'identity', 'relationship', 'partner'],
  audit: ['core'],
  operator: ['core', 'identity', 'audit'],
  mail: ['core'],
}

/** Where the rooms stand: the floors of the house, and the sites' own code. */
export const floors = [
  'packages/domain/src',
  'packages/db/src',
  'packages/trpc/src',
  'apps/partner-portal/src/lib',
  'apps/acceptance-site/src/lib',
  'apps/operator-console/src/lib',
]

// SvelteKit writes a page's types when it builds.
const unread = '^(@entente/|#lib/|\\.\\.?/(?!\\$types$))'
const test = '\\.test\\.ts$|/testing/'
const ours = '^(packages|apps|scripts|bench)/'
const oneOf = (names: readonly string[]): string => `(${names.join('|')})`
const inPackages = (names: readonly string[]): string => `^packages/${oneOf(names)}/`

/** The rules for dependency-cruiser, made from the tables above. */
export function borderRules(): IForbiddenRuleType[] {
  return [
    { name: 'no-cycle', from: {}, to: { circular: true } },
    {
      // It carries dictionaries of a megabyte, which belong in no site's bundle.
      name: 'only db cuts searches',
      from: { path: ours, pathNot: `^packages/db/|${test}` },
      to: { path: '^packages/domain/src/core/search-words' },
    },
    { name: 'no-unread-target', from: {}, to: { couldNotResolve: true, path: unread } },
    ...Object.keys(arrows).flatMap(packageRules),
    ...floors.flatMap((floor) => Object.entries(rooms).map(([room, open]) => roomRule(floor, room, open))),
  ]
}

function packageRules(home: string): IForbiddenRuleType[] {
  const allowed = arrows[home] ?? []
  const types = typesOnly[home] ?? []
  const ownTests = ['testkit', ...(inTests[home] ?? [])]
  const beyond = (names: readonly string[]) => ({ path: ours, pathNot: [`^${home}/`, inPackages(names)] })
  const rules = [
    {
      name: `arrows of ${home}`,
      from: { path: `^${home}/`, pathNot: test },
      to: beyond([...allowed, ...types]),
    },
    {
      name: `arrows of ${home}, in tests`,
      from: { path: `^${home}/.*(${test})` },
      to: beyond([...allowed, ...types, ...ownTests]),
    },
  ]
  if (types.length === 0) return rules
  const code = { path: inPackages(types), dependencyTypesNot: ['type-only' as const] }
  return [...rules, { name: `only types for ${home}`, from: { path: `^${home}/` }, to: code }]
}

function roomRule(floor: string, room: string, open: readonly string[]): IForbiddenRuleType {
  return {
    name: `room ${room} of ${floor}`,
    // A test may set the scene with rows of any room.
    from: { path: `^${floor}/${room}/`, pathNot: test },
    to: { path: `^${floor}/`, pathNot: `^${floor}/${oneOf([room, ...open])}/` },
  }
}

/** Finds exports of domain that only tests import: rules that the product does not obey. */
export const knip = ['--production', '--include=exports,types', '--workspace=packages/domain']
export const knipCommand = path.join(import.meta.dirname, '../node_modules/.bin/knip')

export type Borders = {
  /** One sentence for each fault. */
  faults: string[]
  /** Modules read, and arrows between rooms. */
  modules: number
  roomArrows: Record<string, number>
}

/** Reads the repository at `root` and holds it to the tables. */
export async function checkBorders(root: string): Promise<Borders> {
  const result = await readModules(root)
  const modules = result.modules.filter(({ source }) => new RegExp(ours).test(source))
  const expected = filesOf(root)
  const unread = expected.filter((file) => !modules.some(({ source }) => source === file))
  return {
    faults: [
      ...result.summary.violations.map(({ rule, from, to, cycle }) =>
        rule.name === 'no-cycle'
          ? `${from}: imports itself by way of ${cycle?.map(({ name }) => name).join(', ')}`
          : `${from}: may not import ${to} (${rule.name})`,
      ),
      ...modules.flatMap(pathFaults),
      ...expected.flatMap((file) => [...homeFaults(file), ...markupFaults(file, root)]),
      ...unread.map((file) => `${file}: was not read, so nothing is known of its imports`),
    ].sort(),
    modules: modules.length,
    roomArrows: Object.fromEntries(floors.map((floor) => [floor, countArrows(floor, modules)])),
  }
}

async function readModules(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(['packages', 'apps', 'scripts', 'bench'], {
    baseDir: root,
    exclude: { path: 'node_modules|/build/|/\\.[a-z]' },
    ruleSet: { forbidden: borderRules() },
    validate: true,
    // Types are arrows too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      extensions: ['.ts', '.svelte', '.js', '.mjs'],
    },
  })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with a text: ${output}`)
  return output
}

const filesOf = (root: string): string[] =>
  globSync('{apps,packages,scripts,bench}/**/*.{ts,js,mjs,svelte}', {
    cwd: root,
    exclude: (name) => /(^|\/)(node_modules|build|\.[^/]+)$/.test(name),
  }).filter((file) => !file.endsWith('.d.ts'))

/** A path to a neighbour's files works on this machine and in no bundle: packages are imported by name. */
function pathFaults({ source, dependencies }: IModule): string[] {
  const home = homeOf(source)
  return dependencies
    .filter(({ module, resolved, couldNotResolve }) => {
      return module.startsWith('.') && !couldNotResolve && !resolved.startsWith(`${home}/`)
    })
    .map(({ module }) => `${source}: "${module}" leaves ${home}; import the package by its name`)
}

function homeFaults(file: string): string[] {
  const home = homeOf(file)
  if (!arrows[home]) return [`${file}: ${home} has no place in scripts/test/borders.ts`]
  const floor = floors.find((start) => file.startsWith(`${start}/`))
  const [room, inside] = floor ? file.slice(floor.length + 1).split('/') : []
  const isRoom = inside === undefined || (room !== undefined && Object.hasOwn(rooms, room))
  return isRoom ? [] : [`${file}: ${room} is no room of scripts/test/borders.ts`]
}

/** What Biome's plugins do not see: markup. */
function markupFaults(file: string, root: string): string[] {
  if (!file.endsWith('.svelte')) return []
  const text = readFileSync(path.join(root, file), 'utf8')
  return markupHabits.flatMap(({ pattern, why }) => (pattern.test(text) ? [`${file}: ${why}`] : []))
}

export const markupHabits = [
  { pattern: /\{@html\b/, why: '{@html} puts text into a page without escaping it' },
  {
    pattern: /[!=]==?\s*['"](global|us-government|germany|china-21vianet)['"]/,
    why: 'a rule that differs by cloud is a field of its definition',
  },
]

const homeOf = (file: string): string =>
  /^(scripts|bench)\//.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/')

function countArrows(floor: string, modules: readonly IModule[]): number {
  const roomOf = (file: string) =>
    file.startsWith(`${floor}/`) ? file.slice(floor.length + 1).split('/')[0] : ''
  const found = modules
    .filter(({ source }) => !new RegExp(test).test(source) && Object.hasOwn(rooms, roomOf(source) ?? ''))
    .flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => [roomOf(source), roomOf(resolved)] as const),
    )
    .filter(([from, to]) => to && from !== to)
  return new Set(found.map((pair) => pair.join(' → '))).size
}
