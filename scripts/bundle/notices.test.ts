import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dataOfOthers, noticesOf, thirdPartiesOf } from './notices.ts'
import { sbomOf } from './sbom.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'entente-notices-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A package with these files; answers the path of one of its modules. */
function givenPackage(name: string, manifest: object, files: Record<string, string> = {}): string {
  const folder = path.join(dir, 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  const all = { 'package.json': JSON.stringify({ name, version: '1.0.0', ...manifest }), ...files }
  for (const [file, text] of Object.entries(all)) writeFileSync(path.join(folder, file), text)
  return path.join(folder, 'dist/index.js')
}
const terms = 'Permission is hereby granted, free of charge'

test('a package’s licence is its own files, else the section of its README, else the terms it names', () => {
  const files = [
    givenPackage('filed', { license: 'Apache-2.0' }, { LICENSE: 'Terms.\r\n', NOTICE: 'A notice.\n' }),
    givenPackage(
      '@scope/described',
      { license: 'MIT' },
      { 'README.md': `# described\n## License\nCopyright Ada\n${terms}\n# More\n` },
    ),
    givenPackage('headed', {}, { LICENSE: 'ISC License\n\nTerms.' }),
    givenPackage('named', { license: 'MIT', author: { name: 'Grace' } }),
    path.join(dir, 'src/ours.ts'),
  ]
  expect(thirdPartiesOf([...files, ...files])).toEqual([
    { name: '@scope/described', version: '1.0.0', licence: 'MIT', text: `Copyright Ada\n${terms}` },
    { name: 'filed', version: '1.0.0', licence: 'Apache-2.0', text: 'Terms.\n\nA notice.' },
    { name: 'headed', version: '1.0.0', licence: 'ISC', text: 'ISC License\n\nTerms.' },
    {
      name: 'named',
      version: '1.0.0',
      licence: 'MIT',
      text: expect.stringMatching(new RegExp(`^MIT License\n\nCopyright \\(c\\) Grace\n\n${terms}`)),
    },
  ])
})

test('a package without a licence, or under one whose text is missing, stops the bundle', () => {
  expect(() => thirdPartiesOf([givenPackage('unlicensed', {})])).toThrow('unlicensed 1.0.0 names no licence.')
  expect(() => thirdPartiesOf([givenPackage('textless', { license: 'ISC' })])).toThrow(
    'textless 1.0.0 is under ISC',
  )
})

test('packages under the same text are listed above it together', () => {
  const text = 'The same terms.'
  const notices = noticesOf([
    { name: 'one', version: '1.0.0', licence: 'MIT', text },
    { name: 'two', version: '2.0.0', licence: 'MIT', text },
  ])
  expect(notices).toContain('one 1.0.0 (MIT)\ntwo 2.0.0 (MIT)\n\nThe same terms.\n')
})

test('the notices name the owner, the licence and the change of the address data', () => {
  const notices = noticesOf(dataOfOthers)
  for (const part of [
    'libaddressinput',
    'Copyright Google',
    'creativecommons.org/licenses/by/4.0',
    'Changed:',
  ])
    expect(notices).toContain(part)
})

test('the bill of materials names each package by its address in the registry, with its licence', () => {
  const parties = thirdPartiesOf([
    givenPackage('@scope/part', { license: 'MIT' }, { LICENSE: 'Terms.' }),
    givenPackage('plain', { license: '(MIT OR Apache-2.0)' }, { LICENSE: 'Terms.' }),
  ])
  expect(JSON.parse(sbomOf('0.1.0', parties))).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'entente', version: '0.1.0' } },
    components: [
      { purl: 'pkg:npm/%40scope/part@1.0.0', licenses: [{ expression: 'MIT' }] },
      { purl: 'pkg:npm/plain@1.0.0', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
    ],
  })
})
