import type { Cloud } from '@entente/domain/core/cloud'

/** The lightest and darkest surfaces that an accent stands on, in each theme. */
const surfaces: Record<keyof Cloud['accent'], [string, string]> = {
  light: ['#ffffff', '#f4f4f5'],
  dark: ['#0b0b0d', '#27272a'],
}

/** Whether an accent can be read as text and under text: WCAG 2.2 asks for a contrast of 4.5:1. */
export const isLegible = (theme: keyof Cloud['accent'], accent: string): boolean =>
  surfaces[theme].every((surface) => contrast(accent, surface) >= 4.5)

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
