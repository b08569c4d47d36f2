import { randomInt } from 'node:crypto'
import { compactCode } from '@entente/domain/core/typed-text'

/** Without letters and digits that look alike: the password is read aloud and typed. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const characters = 16
const groups = /(.{4})(?=.)/g
const shape = new RegExp(`^[${alphabet}]{${characters}}$`)

/** A temporary password in four groups of four: 79 bits. It is shown once; only its hash is stored. */
export const newTemporaryPassword = (): string =>
  Array.from({ length: characters }, () => alphabet[randomInt(alphabet.length)])
    .join('')
    .replace(groups, '$1-')

/**
 * What somebody typed as a temporary password, in the form that was hashed: it is read aloud, so its capitals, blanks and
 * hyphens mean nothing. Only for an account that has one; in a person's own password they do.
 */
export function typedTemporaryPassword(text: string): string {
  const code = compactCode(text)
  return shape.test(code) ? code.replace(groups, '$1-') : text
}
