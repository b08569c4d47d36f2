import { randomUUID } from 'node:crypto'
import { checkInstance } from '@entente/auth/instance-check'
import { type Keyring, readKeyring } from '@entente/auth/keyring'
import { checkRetirable, type RingName, removeKey, ringNames } from '@entente/auth/keys-file'
import { seal, unseal } from '@entente/auth/sealed'
import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { asRekeyer, type RekeyerDb } from '@entente/db/core/scopes'
import {
  countOldRecoveryCodes,
  countOneTimeLinks,
  countSealedWith,
  endLinksSignedWith,
  endOneTimeLinks,
  listLinksSignedWith,
  listSealedWithOthers,
  type SealedPlace,
  type SignedLink,
  saveResealed,
  sealedPlaces,
} from '@entente/db/operator/rekeying'
import { enqueue } from '@entente/queue/enqueue'
import { type Command, type CommandContext, readOptions, WrongUse } from './command.ts'
import { commandLine } from './new-account.ts'
import { ringOf } from './rotate-keys.ts'
import { readSettings } from './settings.ts'

/** Seals what older data keys seal with the newest one, so that they can be retired. Safe to repeat and beside a running instance. */
export const reseal: Command = {
  usage: 'keys reseal',
  does: 'seals second factors and directory secrets with the newest key of the ring data',
  async run(args, context) {
    readOptions(args, { required: [] })
    return onKeys(context, async (database, keyring) => {
      const counts: Partial<Record<SealedPlace, number>> = {}
      for (const place of sealedPlaces) counts[place] = await resealPlace(database, keyring, place)
      const { newest } = keyring.data
      const resealed = onInstance('key.resealed', { ring: 'data', kid: newest, ...counts })
      await asRekeyer(database, (db) => record(db, [resealed], new Date()))
      for (const [place, count] of Object.entries(counts))
        context.print(`${place}: ${count} sealed with ${newest}`)
      return 0
    })
  },
}

async function resealPlace(database: Database, { data }: Keyring, place: SealedPlace): Promise<number> {
  for (let sum = 0; ; ) {
    const done = await asRekeyer(database, async (db) => {
      const rows = await listSealedWithOthers(db, place, data.newest)
      for (const row of rows)
        await saveResealed(db, place, row, seal(data, place, row.owner, unseal(data, place, row.owner, row)))
      return rows.length
    })
    if (done === 0) return sum
    sum += done
  }
}

/** Ends a key for good: lists what dies with it, asks, and takes it out of the keys file. */
export const retire: Command = {
  usage: `keys retire ${ringNames.join('|')} <key id> [--yes]`,
  does: 'lists what dies with a key that signs no more, then ends it; asks for confirmation unless --yes is given',
  async run([name, kid, ...rest], context) {
    const ring = ringOf(name)
    if (!kid) throw new WrongUse('Name a ring and a key.')
    const { has } = readOptions(rest, { required: [], flags: ['yes'] })
    const { ENTENTE_KEYS_FILE: file } = readSettings(context, 'ENTENTE_KEYS_FILE')
    checkRetirable(file, ring, kid)
    return onKeys(context, async (database, keyring) => {
      for (const line of await asRekeyer(database, (db) => victimsOf(db, keyring, ring, kid)))
        context.print(line)
      if (!has('yes') && !(await isConfirmed(kid, context))) {
        context.print('Nothing was changed.')
        return 1
      }
      // The rows first: a crash in between leaves a key too many, and the command can be repeated.
      await endKey(database, keyring, ring, kid)
      removeKey(file, ring, kid)
      context.print(`${kid} is gone from ${file}. Back it up, and restart every API and worker with it.`)
      return 0
    })
  },
}

async function victimsOf(db: RekeyerDb, keyring: Keyring, ring: RingName, kid: string): Promise<string[]> {
  if (ring === 'link') {
    const links = await listLinksSignedWith(db, kid)
    return [
      `${links.length} relationship links die; their partners get new ones:`,
      ...links.map((link) => `  ${link.partner}: ${nameOf(link)}`),
      `${await countOneTimeLinks(db, kid, new Date())} one-time links die. People who still need one must ask again.`,
    ]
  }
  if (ring === 'data') {
    await checkUnused(db, kid)
    const accounts = await countOldRecoveryCodes(db, keyring.data.activatedAt ?? new Date())
    return [`The recovery codes of up to ${accounts} accounts die: they were made while an older key signed.`]
  }
  if (ring === 'session')
    return ['Browsers that last signed in while it was the newest key count as new ones. Sessions go on.']
  return [
    'Heads that it signed verify only with the public key that `entente audit key` prints now: keep it.',
  ]
}

async function checkUnused(db: RekeyerDb, kid: string): Promise<void> {
  const sealed = await countSealedWith(db, kid)
  if (sealed > 0) throw new Error(`${kid} still seals ${sealed} secrets. Run: entente keys reseal`)
}

const nameOf = ({ kind, withPrivileges }: SignedLink): string =>
  `${kind} link ${withPrivileges ? 'with' : 'without'} privileges`

async function endKey(database: Database, keyring: Keyring, ring: RingName, kid: string): Promise<void> {
  const links = ring === 'link' ? await endLinks(database, { kid, newest: keyring.link.newest }) : 0
  const now = new Date()
  await asRekeyer(database, async (db) => {
    if (ring === 'link') await endOneTimeLinks(db, kid, now)
    // A process that was not restarted may have sealed with it since somebody was asked.
    if (ring === 'data') await checkUnused(db, kid)
    await record(db, [onInstance('key.retired', { ring, kid, links })], now)
  })
}

/** Ends the relationship links of a key, some in each transaction; returns how many. */
async function endLinks(database: Database, keys: { kid: string; newest: string }): Promise<number> {
  for (let sum = 0; ; ) {
    const now = new Date()
    const ended = await asRekeyer(database, async (db) => {
      const links = await endLinksSignedWith(db, keys, now)
      if (links.length === 0) return 0
      const told = links.flatMap(({ id: linkId, partnerId, providerId, revokedAt }) =>
        [partnerId, ...(providerId ? [providerId] : [])].map((author) => ({
          name: 'partner.link-revoked' as const,
          data: { partnerId: author, linkId, after: revokedAt?.toISOString() ?? null },
        })),
      )
      await enqueue(db, told, now)
      await record(db, links.map(revoked), now)
      return links.length
    })
    if (ended === 0) return sum
    sum += ended
  }
}

type Entry = Pick<AuditEntry, 'organisationId' | 'payload'> & {
  action: 'key.resealed' | 'key.retired' | 'relationship_link.revoked'
}

const onInstance = (action: Entry['action'], payload: Entry['payload']): Entry => ({
  ...{ organisationId: instanceChain, action, payload },
})

const revoked = ({ id: linkId, version, partnerId }: SignedLink): Entry => ({
  ...{ organisationId: partnerId, action: 'relationship_link.revoked' },
  payload: { linkId, version: version + 1, partnerId },
})

const record = (db: RekeyerDb, entries: Entry[], now: Date) =>
  insertAudit(
    db,
    { ...commandLine, requestId: randomUUID() },
    entries.map((entry) => ({ ...entry, payload: { ...entry.payload, by: 'command_line' } })),
    now,
  )

async function isConfirmed(kid: string, { ask, print }: CommandContext): Promise<boolean> {
  if (ask) return (await ask(`Type ${kid} to end it: `)).trim() === kid
  print('There is no terminal to confirm this: add --yes.')
  return false
}

async function onKeys(
  context: CommandContext,
  work: (database: Database, keyring: Keyring) => Promise<number>,
): Promise<number> {
  const settings = readSettings(context, 'CLOUD', 'DATABASE_DIRECT_URL', 'ENTENTE_KEYS_FILE')
  const keyring = readKeyring(settings.ENTENTE_KEYS_FILE)
  const database = openDatabase({ url: settings.DATABASE_DIRECT_URL, connectionsMax: 1 })
  try {
    await checkInstance(database, settings.CLOUD, keyring)
    return await work(database, keyring)
  } finally {
    await closeDatabase(database)
  }
}
