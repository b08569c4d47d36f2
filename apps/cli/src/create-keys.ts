import { createKeyring } from '@entente/auth/keyring'
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
