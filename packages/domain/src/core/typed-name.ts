import { z } from 'zod'
import { ok, type Result, refuse } from './result.ts'

/**
 * The name of what an act ends for good, as the person typed it to confirm (U12). The API compares it, so that no page and
 * no press alone is enough.
 */
export const typedName = z.string().max(500).default('')

export type TypedNameRefusal = { code: 'name_not_typed' }

// Pages show several spaces as one.
const wordsOf = (name: string) => name.normalize('NFC').trim().split(/\s+/u)

export const checkTypedName = (typed: string, name: string): Result<true, TypedNameRefusal> =>
  wordsOf(typed).join(' ') === wordsOf(name).join(' ') ? ok(true) : refuse({ code: 'name_not_typed' })

/** The same rule as the `pattern` of a field, so that the button waits for the name without scripts too. */
export const typedNamePattern = (name: string): string =>
  `\\s*${wordsOf(name)
    .map((word) => word.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+')}\\s*`
