import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')
const files = globSync(
  '{apps/{partner-portal,acceptance-site,operator-console},packages/{ui,site}}/src/**/*.{svelte,css}',
  {
    cwd: root,
  },
)
/** A width of its own: a class in brackets or a number of Tailwind's grid, or a style of at least 260 px. */
const own = [
  /max-w-(?:\[(?!clamp)|\d)[^\s"]*/g,
  /(?<![(-])max-width: (?:2[6-9]\d|[3-9]\d\d|\d{4,})px|(?<![(-])max-width: (?:[3-9]\d|\d{3,})ch/g,
]

test('U21 all three sites have the same few widths, by their names', () => {
  expect(files.length).toBeGreaterThan(150)
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8')
    return own.flatMap((one) => (text.match(one) ?? []).map((width) => `${file}: ${width}`))
  })
  expect(found).toEqual([])
})

test('U20 no paragraph or title touches what follows it', () => {
  // Texts have no margin of their own: one that takes its upper margin away and sets none below stands on the next element.
  const touching = /<(?:p|h[1-6]|ul|ol|dl) class="(?=[^"]*\bmt-0\b)(?![^"]*\bmb-)[^"]*"/g
  const found = files.flatMap((file) =>
    (readFileSync(path.join(root, file), 'utf8').match(touching) ?? []).map((text) => `${file}: ${text}`),
  )
  expect(found).toEqual([])
})
