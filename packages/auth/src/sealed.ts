import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type KeyPurpose, keyFor, type Ring } from './keyring.ts'

/** What is sealed. One kind never opens as another, even with the same owner. */
export type SealedKind = Extract<
  KeyPurpose,
  'second factor' | 'directory secret' | 'directory verifier' | 'directory import' | 'provisioning'
>

/** A secret that the database keeps and only the keys file opens. */
export type Sealed = { kid: string; bytes: Buffer }

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Seals a secret with the newest data key for one owner: in another owner's row it no longer opens. */
export function seal(ring: Ring, kind: SealedKind, ownerId: string, secret: Uint8Array): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(ring, ring.newest, kind), nonce).setAAD(Buffer.from(ownerId))
  const bytes = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return { kid: ring.newest, bytes }
}

/** Opens what `seal` made; throws when key, owner or content are not those it was sealed with. */
export function unseal(ring: Ring, kind: SealedKind, ownerId: string, { kid, bytes }: Sealed): Buffer {
  const nonce = bytes.subarray(0, nonceBytes)
  const tag = bytes.subarray(bytes.length - tagBytes)
  const decipher = createDecipheriv(algorithm, keyOf(ring, kid, kind), nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(ownerId)).setAuthTag(tag)
  return Buffer.concat([
    decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)),
    decipher.final(),
  ])
}

// A key of the ring may be longer than the 32 bytes that the cipher takes.
const keyOf = (ring: Ring, kid: string, kind: SealedKind): Buffer => keyFor(ring, kid, kind).subarray(0, 32)
