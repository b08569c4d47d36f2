import type { PlainKey, Translate } from '@entente/i18n/translate'

/** A page to open, or an act of the palette itself. It is found by its label and by other words for it. */
export type Command = { id: string; label: PlainKey; href?: string; words?: PlainKey }

/** The text that a command is found by. */
export const textOf = (t: Translate, { label, words }: Command): string =>
  `${t(label)} ${words ? t(words) : ''}`

/** Whether each typed word begins a word of the text; in a language without spaces, whether the text contains it. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text)
  return fold(typed)
    .split(/\s+/)
    .every((word) => (/^[a-z0-9]/.test(word) ? ` ${folded}`.includes(` ${word}`) : folded.includes(word)))
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim()

/** The single-key shortcuts. Two keys are pressed one after the other. */
export const shortcuts = [
  { keys: '/', run: 'search', label: 'palette.keys.search' },
  { keys: 'n', run: 'request', label: 'portal.request.title' },
  { keys: 'g h', run: '/', label: 'palette.keys.home' },
  { keys: 'g c', run: '/customers', label: 'palette.keys.customers' },
  { keys: 'g r', run: '/requests', label: 'palette.keys.requests' },
  { keys: 'g s', run: '/settings', label: 'palette.keys.settings' },
  { keys: '?', run: 'shortcuts', label: 'palette.keys.sheet' },
] as const

export type Shortcut = (typeof shortcuts)[number]

/** The shortcut that a key completes after the one before it, or what to remember of it. */
export function pressed(before: string, key: string): { shortcut?: Shortcut; before: string } {
  const found =
    shortcuts.find(({ keys }) => keys === `${before} ${key}`) ?? shortcuts.find(({ keys }) => keys === key)
  if (found) return { shortcut: found, before: '' }
  return { before: shortcuts.some(({ keys }) => keys.startsWith(`${key} `)) ? key : '' }
}
