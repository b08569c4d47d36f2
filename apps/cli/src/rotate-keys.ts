import { activateKey, addKey, type RingName, ringNames } from '@entente/auth/keys-file'
import { z } from 'zod'
import { type Command, WrongUse } from './command.ts'
import { valid } from './new-account.ts'

/** Phase one of a rotation: the key is only known, so that no process meets a signature by a key that it lacks. */
export const addKeyCommand: Command = {
  usage: `keys add ${ringNames.join('|')} <file>`,
  does: 'adds a key that verifies and does not sign yet; restart API and worker before `keys activate`',
  async run([ring, file, ...rest], { print }) {
    const chosen = ringOf(ring)
    if (!file || rest.length > 0) throw new WrongUse('Name a ring and the keys file.')
    const kid = addKey(file, chosen)
    print(
      `${file} has the key ${kid} in the ring ${chosen}. Back it up, and restart every API and worker with it.`,
    )
    print(`When all of them run with it: entente keys activate ${chosen} ${kid} ${file}`)
    return 0
  },
}

/** Phase two: from its next start each process signs with the key, which all of them know. */
export const activateKeyCommand: Command = {
  usage: `keys activate ${ringNames.join('|')} <key id> <file>`,
  does: 'makes a key that every API and worker already knows the one that signs',
  async run([ring, kid, file, ...rest], { print }) {
    const chosen = ringOf(ring)
    if (!kid || !file || rest.length > 0) throw new WrongUse('Name a ring, a key and the keys file.')
    const before = activateKey(file, chosen, kid, new Date())
    print(
      `${kid} signs for the ring ${chosen} from now on. Back ${file} up, and restart every API and worker with it.`,
    )
    if (chosen === 'data') print('Then seal what is kept again: entente keys reseal')
    print(`${before} still verifies. To end it: entente keys retire ${chosen} ${before}`)
    return 0
  },
}

export const ringOf = (text: string | undefined): RingName => valid(z.enum(ringNames), 'the ring', text ?? '')
