import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The hex colours of a token, light and dark, as defined in the first block. */
function colours(token: string): [string, string] {
  const pair = new RegExp(`--${token}:\\s*light-dark\\(\\s*(#[0-9a-f]{6}),\\s*(#[0-9a-f]{6})\\s*\\)`).exec(
    css,
  )
  if (!pair?.[1] || !pair[2]) throw new Error(`No colours for --${token}`)
  return [pair[1], pair[2]]
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['surface', 'surface-raised', 'surface-sunken', 'surface-hover']
const themes = [
  ['light', 0],
  ['dark', 1],
] as const

describe.each(themes)('U20 %s theme', (_name, theme) => {
  const lowest = (token: string) =>
    Math.min(...surfaces.map((surface) => contrast(colours(token)[theme], colours(surface)[theme])))

  test.each(['text', 'text-muted', 'positive', 'warning', 'negative', 'info'])(
    'text in %s is readable',
    (token) => {
      expect(lowest(token)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['focus', 'line-control'])('%s is visible on every surface', (token) => {
    expect(lowest(token)).toBeGreaterThanOrEqual(3)
  })

  test('text on a solid red button is readable', () => {
    expect(contrast(colours('on-negative')[theme], colours('negative-solid')[theme])).toBeGreaterThanOrEqual(
      4.5,
    )
  })
})
