import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { ChainHead } from '@entente/db/audit/audit-verify'
import { z } from 'zod'
import type { Ring } from './keyring.ts'

/**
 * What is signed about the audit chains at one moment: where the chains end that grew since the statement before. Each root
 * covers the root before it, so the newest one covers the end of every chain, and no statement can be left out of a series.
 */
export type HeadsStatement = {
  at: string
  /** Counts from 1 in each series. */
  sequence: number
  /** The root before, in hex. */
  previous: string
  /** Organisation, position and hash in hex. */
  heads: [string, number, string][]
}

export type SignedHeads = HeadsStatement & { root: string; kid: string; signature: string }

/** What comes before the first root of a series. */
export const noRoot = '0'.repeat(64)

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const signedHeads = z.object({
  at: z.iso.datetime(),
  sequence: z.number().int().min(1),
  previous: hex,
  heads: z.array(z.tuple([z.uuid(), z.number().int().min(1), hex])),
  root: hex,
  kid: z.string(),
  signature: z.string(),
})

const rootOf = ({ at, sequence, previous, heads }: HeadsStatement): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([at, sequence, previous, heads]))
    .digest()

// So that a signature for another purpose never counts as one of these.
const signedBytes = (root: Buffer) => Buffer.concat([Buffer.from('entente.audit-heads.1|'), root])

/** Signs the next statement of a series, or its first one, with the newest key of the ring `audit`. */
export function signHeads(
  ring: Ring,
  last: Pick<SignedHeads, 'sequence' | 'root'> | undefined,
  ends: ChainHead[],
  now: Date,
): SignedHeads {
  const { sequence, root: previous } = last ?? { sequence: 0, root: noRoot }
  const heads = ends.map(({ organisationId, position, hash }): HeadsStatement['heads'][number] => [
    organisationId,
    position,
    hash.toString('hex'),
  ])
  const statement = { at: now.toISOString(), sequence: sequence + 1, previous, heads }
  const root = rootOf(statement)
  const signature = sign(null, signedBytes(root), privateKeyOf(ring, ring.newest)).toString('base64')
  return { ...statement, root: root.toString('hex'), kid: ring.newest, signature }
}

/** A line of a file of signed heads; undefined when it is none, such as a line that a crash cut off. */
export function parseSignedHeads(line: string): SignedHeads | undefined {
  try {
    return signedHeads.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

export type PublicKeys = ReadonlyMap<string, KeyObject>

export function isSignatureRight(keys: PublicKeys, signed: SignedHeads): boolean {
  const [root, key] = [rootOf(signed), keys.get(signed.kid)]
  if (!key || root.toString('hex') !== signed.root) return false
  return verify(null, signedBytes(root), key, Buffer.from(signed.signature, 'base64'))
}

export const publicKeysOf = (ring: Ring): PublicKeys =>
  new Map([...ring.keys.keys()].map((kid) => [kid, createPublicKey(privateKeyOf(ring, kid))]))

/** One line for each key: its id and the key itself, which are no secrets. */
export const printPublicKeys = (keys: PublicKeys): string[] =>
  [...keys].map(([kid, key]) => `${kid} ${key.export({ format: 'der', type: 'spki' }).toString('base64')}`)

/** Reads what `printPublicKeys` prints; throws when a line is none. */
export const readPublicKeys = (text: string): PublicKeys =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [kid = '', key = ''] = line.trim().split(' ')
        return [kid, createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })]
      }),
  )

// The fixed beginning of an Ed25519 key in PKCS #8 (RFC 8410); its 32 bytes follow.
const beforeSeed = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKeyOf(ring: Ring, kid: string): KeyObject {
  const seed = ring.keys.get(kid)
  if (!seed) throw new Error(`The ring audit has no key ${kid}.`)
  return createPrivateKey({ key: Buffer.concat([beforeSeed, seed]), format: 'der', type: 'pkcs8' })
}
