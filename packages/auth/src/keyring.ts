import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export type Ring = {
  newest: string
  keys: ReadonlyMap<string, Buffer>
  /** The kids from before each purpose had a key of its own: their keys serve every purpose of the ring as they are. */
  undivided?: ReadonlySet<string>
  /** Since when the newest key signs, where `entente keys activate` made it the newest. */
  activatedAt?: Date | undefined
}

/** What a key is used for. Each use has a key of its own, so that what one makes means nothing to another. */
export type KeyPurpose =
  | 'link'
  | 'address hash'
  | 'input hash'
  | 'guess hash'
  | 'known device'
  | 'second factor'
  | 'recovery code'
  | 'directory secret'
  | 'directory verifier'
  | 'directory import'
  | 'provisioning'
  | 'hand-over'

/** The key of one purpose, derived from the ring's key by HKDF with SHA-256. Throws when the ring lacks the kid. */
export const keyFor = (ring: Ring, kid: string, purpose: KeyPurpose): Buffer => made(ring, kid, purpose).key

/** As `keyFor`, in the form that an HMAC takes up fastest. */
export const macKeyFor = (ring: Ring, kid: string, purpose: KeyPurpose): KeyObject =>
  made(ring, kid, purpose).mac

function made(ring: Ring, kid: string, purpose: KeyPurpose): Made {
  const key = ring.keys.get(kid)
  if (!key) throw new Error(`The key "${kid}" for "${purpose}" is not in the keys file.`)
  const known = madeOf.get(ring) ?? new Map<string, Made>()
  madeOf.set(ring, known)
  const name = `${kid} ${purpose}`
  const found = known.get(name)
  if (found) return found
  const own = ring.undivided?.has(kid)
    ? key
    : Buffer.from(hkdfSync('sha256', key, '', `entente ${purpose}`, 32))
  const pair = { key: own, mac: createSecretKey(own) }
  known.set(name, pair)
  return pair
}

/** Making takes longer than using: a link of a row that exists could be told by its time (S5). */
const madeOf = new WeakMap<Ring, Map<string, Made>>()
type Made = { key: Buffer; mac: KeyObject }

/**
 * The instance's secret keys, kept outside the database, so that a copy of the database opens nothing. The newest key
 * of a ring signs, the others verify. Only the worker needs `audit`, whose keys sign the heads of the audit chains
 * (Ed25519): the file of another process may lack it.
 */
export type Keyring = { link: Ring; session: Ring; data: Ring; audit?: Ring | undefined }

const ring = z
  .array(
    z.object({
      kid: z.string().regex(/^[a-z0-9]{1,16}$/),
      key: z.base64(),
      /** Whether each purpose has a key of its own. Entries from before say nothing, and keep their links and seals. */
      divided: z.literal(true).optional(),
      activatedAt: z.iso.datetime().optional(),
    }),
  )
  .min(1)
  .transform((entries, context): Ring => {
    const keys = new Map(entries.map(({ kid, key }) => [kid, Buffer.from(key, 'base64')]))
    if (keys.size !== entries.length) context.addIssue('names one kid twice')
    for (const [kid, key] of keys)
      if (key.length < 32) context.addIssue(`key ${kid} is shorter than 32 bytes`)
    const undivided = new Set(entries.filter(({ divided }) => !divided).map(({ kid }) => kid))
    const last = entries.at(-1)
    const since = last?.activatedAt
    return { newest: last?.kid ?? '', keys, undivided, ...(since && { activatedAt: new Date(since) }) }
  })

/** The seed of an Ed25519 key has 32 bytes, no more. */
const signingRing = ring.refine(({ keys }) => [...keys.values()].every(({ length }) => length === 32))

const rings = z.object({ link: ring, session: ring, data: ring, audit: signingRing.optional() })

/** Reads the keys file; throws an error that says what is wrong with it and never holds a key. */
export function readKeyring(path: string): Keyring {
  const parsed = rings.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`The keys file ${path} is not valid: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Writes a keys file with fresh 256-bit keys, readable by its owner alone; throws when the file exists. */
export function createKeyring(path: string): void {
  const content = { link: freshRing(), session: freshRing(), data: freshRing(), audit: [freshKey()] }
  writeFileSync(path, textOf(content), { mode: 0o600, flag: 'wx' })
}

export const freshKey = () => ({
  kid: `k${Date.now().toString(36)}`,
  key: randomBytes(32).toString('base64'),
})
const freshRing = () => [{ ...freshKey(), divided: true }]
export const textOf = (content: object) => `${JSON.stringify(content, null, 2)}\n`

/** The ring that signs the heads of the audit chains; throws when the keys file lacks it. */
export function auditRing({ audit }: Keyring): Ring {
  if (!audit)
    throw new Error(
      'The keys file lacks the ring audit: run `entente keys complete` with the path of the file.',
    )
  return audit
}

/**
 * The keys that the database uses and the ring lacks. A process must not start without them: links in use and sealed
 * secrets would be dead.
 */
export const missingKeys = (ringOf: Ring, kids: string[]): string[] =>
  kids.filter((kid) => !ringOf.keys.has(kid))
