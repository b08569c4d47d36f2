import { randomInt } from 'node:crypto'

/** Without letters and digits that look alike: the password is read aloud and typed. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const characters = 16

/** A temporary password in four groups of four: 79 bits. It is shown once; only its hash is stored. */
export const newTemporaryPassword = (): string =>
  Array.from({ length: characters }, () => alphabet[randomInt(alphabet.length)])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
