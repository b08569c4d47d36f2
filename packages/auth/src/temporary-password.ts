import { randomInt } from 'node:crypto'

/** Without the letters and digits that look like others: somebody reads it out, somebody types it. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const characters = 16

/** A password for somebody else, in four groups of four: 79 bits. It is shown once; only its hash is stored. */
export const newTemporaryPassword = (): string =>
  Array.from({ length: characters }, () => alphabet[randomInt(alphabet.length)])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
