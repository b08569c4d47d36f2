import { auditRing, readKeyring } from '@entente/auth/keyring'
import { printPublicKeys, publicKeysOf, type SignedHeads, signHeads } from '@entente/auth/signed-heads'
import { pageChains } from '@entente/db/audit/audit-verify'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { type Command, readOptions } from './command.ts'
import { readSettings } from './settings.ts'

/** Signs where every chain ends now, in the form that the worker writes and `audit verify` reads. */
export const printHeads: Command = {
  usage: 'audit heads',
  does: 'prints where every chain of the audit log ends now, signed, to keep elsewhere',
  async run(args, context) {
    readOptions(args, { required: [] })
    const settings = readSettings(context, 'DATABASE_DIRECT_URL', 'ENTENTE_KEYS_FILE')
    const ring = auditRing(readKeyring(settings.ENTENTE_KEYS_FILE))
    const database = openDatabase({ url: settings.DATABASE_DIRECT_URL, connectionsMax: 1 })
    try {
      const now = new Date()
      await asSealer(database, async (db) => {
        let last: SignedHeads | undefined
        for await (const page of pageChains(db)) {
          last = signHeads(ring, last, page, now)
          context.print(JSON.stringify(last))
        }
      })
      return 0
    } finally {
      await closeDatabase(database)
    }
  },
}

/** Prints the public keys, so that verification needs no secret. */
export const printKey: Command = {
  usage: 'audit key',
  does: 'prints the public keys that verify signed heads; they are no secrets',
  async run(args, context) {
    readOptions(args, { required: [] })
    const { ENTENTE_KEYS_FILE } = readSettings(context, 'ENTENTE_KEYS_FILE')
    for (const line of printPublicKeys(publicKeysOf(auditRing(readKeyring(ENTENTE_KEYS_FILE)))))
      context.print(line)
    return 0
  },
}
