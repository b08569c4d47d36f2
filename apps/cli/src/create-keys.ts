import { createKeyring } from '@entente/auth/keyring'
import { completeKeyring } from '@entente/auth/keys-file'
import { type Command, WrongUse } from './command.ts'

/** Writes a keys file with fresh keys; an existing one is never touched. */
export const createKeys: Command = {
  usage: 'keys create <file>',
  does: 'writes a new keys file that only its owner can read',
  async run([file, ...rest], { print }) {
    if (!file || file.startsWith('-') || rest.length > 0) throw new WrongUse('Name one file.')
    try {
      createKeyring(file)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST')
        throw new Error(`${file} already exists and was not changed: its keys may be in use.`)
      throw new Error(`${file} could not be written: ${code}`, { cause: error })
    }
    print(
      `${file} holds new keys. Back it up separately from the database: without it, no link that was ever sent works.`,
    )
    return 0
  },
}

/** Adds what a keys file of an earlier release lacks. */
export const completeKeys: Command = {
  usage: 'keys complete <file>',
  does: 'adds the keys that a newer release needs to a keys file; the existing ones stay',
  async run([file, ...rest], { print }) {
    if (!file || file.startsWith('-') || rest.length > 0) throw new WrongUse('Name one file.')
    print(
      completeKeyring(file)
        ? `${file} has the ring audit now. Back it up again.`
        : `${file} is complete and was not changed.`,
    )
    return 0
  },
}
