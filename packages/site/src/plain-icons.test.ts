import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { plainIcon } from './plain-icons.ts'

const root = path.join(import.meta.dirname, '../../..')
const icons = path.join(root, 'packages/site/node_modules/@lucide/svelte/dist/icons')
const files = globSync(['packages/{ui,site}/src/**/*.{svelte,ts}', 'apps/*/src/**/*.{svelte,ts}'], {
  cwd: root,
}).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))

/** Every icon that a page draws: the name of its component, and Lucide's. */
const drawn = files.flatMap(({ file, text }) =>
  [...text.matchAll(/import (\w+) from '@lucide\/svelte\/icons\/([\w-]+)'/g)].map(
    ([, component = '', icon = '']) => ({ file, component, icon }),
  ),
)

/** An icon's own name is one of Lucide's names for it. */
function sourceOf(icon: string): string {
  const file = /"\.\/([\w-]+\.svelte)"/.exec(readFileSync(path.join(icons, `${icon}.js`), 'utf8'))?.[1]
  return readFileSync(path.join(icons, file ?? ''), 'utf8')
}

test('every icon of the sites has a drawing', () => {
  const names = [...new Set(drawn.map(({ icon }) => icon))]
  expect(names.length).toBeGreaterThan(50)
  for (const name of names) {
    const source = sourceOf(name)
    const paths = [...source.matchAll(/"d": "([^"]+)"/g)].map(([, d]) => d)
    const plain = plainIcon(source)
    expect(plain, name).toMatch(/^<script>[^<]+<\/script>\n<svg [^>]+>(?:<[a-z]+ [^>]+ \/>)+<\/svg>$/)
    for (const d of paths) expect(plain).toContain(`<path d="${d}" />`)
  }
  expect(() => plainIcon('<p>Nothing</p>')).toThrow('no icon')
})

test('no page gives an icon what its drawing does not take', () => {
  const tags = files.flatMap(({ file, text }) => {
    const components = ['Icon', ...drawn.flatMap((one) => (one.file === file ? [one.component] : []))]
    return [...text.matchAll(new RegExp(`<(?:${components.join('|')})\\b([^>]*)/>`, 'g'))]
  })
  const given = tags.flatMap(([, props = '']) => [...props.matchAll(/([\w-]+)=/g)].map(([, name]) => name))
  expect(tags.length).toBeGreaterThan(70)
  expect([...new Set(given)].sort()).toEqual(['aria-hidden', 'aria-label', 'size'])
})
