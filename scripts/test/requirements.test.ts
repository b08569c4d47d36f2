import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../process.ts'

const list = 'docs/requirements.md'
/** The samples below cite codes and paths that do not exist. */
const own = path.relative(root, import.meta.filename)

type File = { name: string; text: string }
const read = (name: string): File => ({ name, text: readFileSync(path.join(root, name), 'utf8') })

/** Everything that is, or could be, committed. A file that is moved stays in Git's index for a while. */
const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((name) => name !== '' && existsSync(path.join(root, name)))
const isSource = (name: string) =>
  /\.(?:ts|svelte|mjs|js|sql|md|css|yaml)$/.test(name) && !/\.gen\.ts$|^pnpm-lock\.yaml$/.test(name)
const sources = names.filter((name) => isSource(name) && name !== own).map(read)
const tests = sources.filter(({ name }) => name.endsWith('.test.ts'))
const documents = names
  .filter((name) => /^(?:CONTRIBUTING|README|SECURITY|CHANGELOG)\.md$|^docs\/.*\.md$/.test(name))
  .map(read)

const lineOf = (text: string, index: number) => text.slice(0, index).split('\n').length

// A hyphen after a code makes another word of it: "S3-compatible" is no test.
const code = String.raw`(?<![\w-])(?:[RDMU]-\d+|[RSU]\d{1,2})(?![\w-]|\.\d)`
const citation = new RegExp(
  String.raw`(?<first>${code})(?:(?:\.\.| to )(?<last>${code}))?|(?<section>(?<!RFC \d+,? )§\d(?:\.\d{1,2})?)(?!\w)`,
  'g',
)

/** The codes that a text cites, with their lines; of a range such as `R-012 to R-014` each one. */
function codesIn(text: string): { code: string; line: number }[] {
  return [...text.matchAll(citation)].flatMap(({ groups = {}, index }) => {
    const { first, last, section } = groups
    return rangeOf(section ?? first ?? '', last).map((code) => ({ code, line: lineOf(text, index) }))
  })
}

function rangeOf(first: string, last: string | undefined): string[] {
  const [family = '', digits = ''] = first.split(/(?<=\D)(?=\d)/, 2)
  if (last === undefined || !last.startsWith(family)) return last === undefined ? [first] : [first, last]
  const from = Number(digits)
  const count = Math.max(Number(last.slice(family.length)) - from + 1, 0)
  return Array.from({ length: count }, (_, at) => family + String(from + at).padStart(digits.length, '0'))
}

type Row = { code: string; state: 'done' | 'later' }

/** The rows of the list; a line that begins with a code and is no row comes back as it is. */
function rowsIn(text: string): { rows: Row[]; broken: string[] } {
  const lines = text.split('\n').filter((line) => /^\| *[^| ]*\d/.test(line))
  const row = /^\| (?<code>\S+) \| (?<state>done|later) \| \S.*\. \|$/
  return {
    rows: lines.flatMap((line) => (row.exec(line)?.groups as Row | undefined) ?? []),
    broken: lines.filter((line) => !row.test(line)),
  }
}

const withoutRow = (files: File[], rows: Row[]) => {
  const explained = new Set(rows.map(({ code }) => code))
  return files.flatMap(({ name, text }) =>
    codesIn(text)
      .filter(({ code }) => !explained.has(code))
      .map(({ code, line }) => `${name}:${line} cites ${code}, which ${list} does not explain`),
  )
}

const unproven = (files: File[], rows: Row[]) => {
  const named = new Set(files.flatMap(({ text }) => codesIn(text).map(({ code }) => code)))
  return rows
    .filter(({ code, state }) => state === 'done' && !named.has(code))
    .map(({ code }) => `${list} says that ${code} is done, but no test names it`)
}

const listedTwice = (rows: Row[]) =>
  rows.map(({ code }) => code).filter((code, at, codes) => codes.indexOf(code) !== at)

/** The paths that a document names: its links, resolved and with a leading slash, and the paths in backticks. */
function pathsIn({ name, text }: File, folders: ReadonlySet<string>): string[] {
  const links = [...text.matchAll(/\]\((?<target>[^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(({ groups }) => groups?.target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => path.posix.join('/', path.posix.dirname(name), target))
  const words = [...text.matchAll(/```[\s\S]*?```|`(?<inline>[^`]+)`/g)]
    .flatMap(({ groups }) => groups?.inline?.split(/\s+/) ?? [])
    .map((word) => word.replace(/^["'(]|[,;:.)"']+$/g, ''))
  const isPath = (word: string) =>
    (word.includes('/') && folders.has(word.split('/')[0] ?? '')) ||
    /^[\w*<{][^:]*\.(?:ts|svelte|sql|md|yaml)$/.test(word)
  return [...links, ...words.filter(isPath)]
}

/** One spelling for each item of the brace lists: `{api,worker}/src` means two paths. */
function spelled(pattern: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(pattern)
  if (!braces) return [pattern]
  return (braces[1] ?? '').split(',').flatMap((one) => spelled(pattern.replace(braces[0], one.trim())))
}

/** Whether a path is a file or folder of the repository. One that does not begin at the root may end any path. */
function isThere(wanted: string, files: readonly string[], folders: ReadonlySet<string>): boolean {
  const source = wanted.replace(/^\/|\/$/g, '').replace(/\*\*\/?|\*|<[^>]+>|[.+?^$()[\]{}|\\]/g, (part) => {
    if (part.startsWith('**')) return '.*'
    return part === '*' || part.startsWith('<') ? '[^/]+' : `\\${part}`
  })
  const isRooted = wanted.startsWith('/') || folders.has(wanted.split('/')[0] ?? '')
  const pattern = new RegExp(`^${isRooted ? '' : '(?:.*/)?'}${source}(?:/.*)?$`)
  return source === '' || files.some((file) => pattern.test(file))
}

const missingPaths = (files: File[], repository: readonly string[]) => {
  const folders = new Set(
    repository.filter((name) => name.includes('/')).map((name) => name.split('/')[0] ?? ''),
  )
  return files.flatMap((file) =>
    pathsIn(file, folders)
      .filter((wanted) => !spelled(wanted).every((one) => isThere(one, repository, folders)))
      .map((wanted) => `${file.name} names ${wanted}, which does not exist`),
  )
}

const comments: Record<string, RegExp> = {
  '.md': /[\s\S]+/g,
  '.sql': /--.*/g,
  '.yaml': /#.*/g,
  '.css': /\/\*[\s\S]*?\*\//g,
}
const commentsOfCode = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*|<!--[\s\S]*?-->/g
const stringsAndComments = new RegExp(`${commentsOfCode.source}|(['"\`])(?:\\\\.|(?!\\1)[^\\\\\\n])*\\1`, 'g')

/** Only what people read: comments, documents, and the strings of tests, which hold their titles. */
function* proseOf({ name, text }: File): Generator<{ prose: string; line: number }> {
  const ofCode = name.endsWith('.test.ts') ? stringsAndComments : commentsOfCode
  for (const { 0: found, index } of text.matchAll(comments[path.extname(name)] ?? ofCode)) {
    const first = lineOf(text, index)
    for (const [at, prose] of found.split('\n').entries()) yield { prose, line: first + at }
  }
}

const number = String.raw`[3-5]\.\d{1,2}(?![\w%]|[.:]\d| to \d)`
const outdated = [
  // A file outside the repository: "design 6", "house.md".
  /\b(?:design|domain|house|quality)(?:\.md\b| (?:section )?§?\d)/i,
  /\bpart [3-7]\b/i,
  // A line of an issue.
  /\bitems? \d/i,
  // A section without its sign: at the start of a comment or title, in brackets, or after "of" and the like.
  new RegExp(
    String.raw`^(?:\/\*\*|\/\/|--|['"\`]| \*) ?(?:${code}(?:(?:\.\.| to )${code})?,? )*${number}[ ;:,.]`,
  ),
  new RegExp(String.raw`\((?:[^()]*, )?${number}(?=[),;]| [a-z])`),
  new RegExp(String.raw`\b(?:of|by|in|see|section) ${number}(?=[ ),;:.'"]|$)`),
]

const outdatedIn = (files: File[]) =>
  files.flatMap((file) =>
    [...proseOf(file)]
      .filter(({ prose }) => outdated.some((pattern) => pattern.test(prose)))
      .map(({ prose, line }) => `${file.name}:${line} cites what nobody can look up: ${prose.trim()}`),
  )

describe('the codes that are cited', () => {
  const { rows, broken } = rowsIn(read(list).text)

  test('each is explained', () => expect(withoutRow(sources, rows)).toEqual([]))
  test('each that is done is named by a test', () => expect(unproven(tests, rows)).toEqual([]))
  test('none is explained twice', () => expect(listedTwice(rows)).toEqual([]))
  test('each row has a state and a sentence', () => expect(broken).toEqual([]))
  test('nothing else is cited: no document outside, no section without its sign', () =>
    expect(outdatedIn(sources)).toEqual([]))
})

test('every path in a document exists', () => expect(missingPaths(documents, names)).toEqual([]))

describe('the checks can fail', () => {
  const file = (text: string, name = 'a/b.ts'): File => ({ name, text })

  test('a code without a row is found, with its line, also within a range', () => {
    const { rows } = rowsIn('| R-001 | done | This. |\n| R-003 | later | That. |')
    expect(withoutRow([file('// R-001\n// R-001..R-003, S99, §9.9')], rows).join('\n')).toMatch(
      /^a\/b.ts:2 cites R-002,.*\n.*:2 cites S99,.*\n.*:2 cites §9\.9,.*$/,
    )
    expect(codesIn('S3-compatible, RFC 6068 §5, HS256, U+2028, PR-12, v1.S1')).toEqual([
      { code: 'S1', line: 1 },
    ])
  })

  test('a row without a test, a second row and a broken row are found', () => {
    const text = '| code | state | what |\n| R-001 | done | A. |\n| R-001 | later | B. |\n| U4 | soon | C. |'
    const { rows, broken } = rowsIn(text)
    expect(unproven([file("test('R-002 to R-003 …')", 'a.test.ts')], rows)).toHaveLength(1)
    expect(unproven([file("test('R-000 to R-002 …')", 'a.test.ts')], rows)).toEqual([])
    expect([listedTwice(rows), broken]).toEqual([['R-001'], ['| U4 | soon | C. |']])
  })

  test('a path that does not exist is found, patterns too', () => {
    const there = ['docs/a.md', 'packages/db/src/core/x.ts', 'packages/db/src/[id]/+page.ts']
    const good =
      '[a](a.md#top) [b](../docs/) `packages/db/` `packages/<name>/src/*/x.ts` `core/x.ts` `packages/db/src/[id]/+page.ts`'
    const bad = '[b](b.md) `packages/db/src/*.ts` `packages/db/src/{core,auth}/x.ts` `y.ts`'
    expect(missingPaths([file(good, 'docs/a.md')], there)).toEqual([])
    expect(missingPaths([file(bad, 'docs/a.md')], there)).toHaveLength(4)
  })

  test.each([
    '/** Moves a state (4.2, R-101). */',
    '// Written once (design 6).',
    '/** 4.4. The states of a user. */',
    '/* The strict reading of part 5. */',
    '// Every event of 4.2 through the procedure',
    "test('R-101 4.3 the contact says no')",
    "test('S4 item 3: wrong passwords count')",
  ])('%s is found', (text) => expect(outdatedIn([file(text, 'a.test.ts')])).toHaveLength(1))

  test.each(['/* A contrast of at least 4.5 to it (§4.2). */', 'killAt(house, 4.2)', '// By design, 2.5 s'])(
    '%s is not',
    (text) => expect(outdatedIn([file(text, 'a.ts')])).toEqual([]),
  )
})
