// A message that nothing shows is a promise that nobody keeps, and work for three translators.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ownCatalogue } from './server.ts'

const root = path.join(import.meta.dirname, '../../..')
const sources = globSync(
  ['apps/*/src/**/*.{ts,svelte}', 'packages/*/{src,testing}/**/*.{ts,svelte}', 'scripts/**/*.ts'],
  {
    cwd: root,
    exclude: (name) => name === 'node_modules',
  },
)
  .filter((file) => !/\.(?:test|gen)\.ts$/.test(file))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The keys in source text: literal ones, and patterns of those that are put together, such as `users.act.${act}`. */
function keysIn(texts: readonly string[]) {
  const literal = new Set<string>()
  const patterns = new Set<string>()
  for (const text of texts) {
    for (const [, key] of text.matchAll(/['"`]([a-z_]+\.[\w.-]+)['"`]/g)) literal.add(key ?? '')
    for (const [, key] of text.matchAll(/`([a-z_]+\.(?:[\w.-]|\$\{(?:[^{}`]|\{[^}]*\})*\})*)`/g)) {
      const parts = (key ?? '').split(/\$\{(?:[^{}]|\{[^}]*\})*\}/)
      if (parts.length > 1) patterns.add(`^${parts.map(escaped).join('[\\w.-]+')}$`)
    }
  }
  return { literal, patterns: [...patterns].map((pattern) => new RegExp(pattern)) }
}

test('R-175 every message is shown somewhere', () => {
  const { literal, patterns } = keysIn(sources)
  const isUsed = (key: string) => literal.has(key) || patterns.some((pattern) => pattern.test(key))
  expect(Object.keys(ownCatalogue('en')).filter((key) => !isUsed(key))).toEqual([])
})

test('the search finds whole keys and keys that are put together, and no other', () => {
  const { literal, patterns } = keysIn(["t('users.add')", '{t(`users.is.$' + '{role}.done`)}'])
  expect([...literal]).toEqual(['users.add'])
  const found = (key: string) => patterns.some((pattern) => pattern.test(key))
  expect(['users.is.admin.done', 'users.is.admin', 'users.is.done'].filter(found)).toEqual([
    'users.is.admin.done',
  ])
})

test('U16 the console does not speak to partners, nor the portal to operators', () => {
  const english = Object.entries(ownCatalogue('en'))
  const said = (namespace: RegExp, words: RegExp) =>
    english.filter(([key, message]) => namespace.test(key) && words.test(message)).map(([key]) => key)
  expect(said(/^operator\./, /\byour (?:company|customers|organisation)\b|ask the operator/i)).toEqual([])
  expect(said(/^(?:portal|users|settings|enrol|acceptance)\./, /\banother operator\b|^operators\b/i)).toEqual(
    [],
  )
})
