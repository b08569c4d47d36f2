import { createHmac } from 'node:crypto'
import { hostOf, widerNetworkOf } from '@entente/process/network'
import { type KeyPurpose, macKeyFor, type Ring } from './keyring.ts'

/**
 * The hash of a client's address for idempotency keys: addresses are personal data, so only the hash is kept. All IPv6
 * addresses of one connection are one.
 */
export const hashAddress = (ring: Ring, address: string): string => hashPlace(ring, hostOf(address))

/** The hashes under which a limit counts a client's address: the host and, of IPv6, the wider network too. */
export function addressKeys(ring: Ring, address: string): [host: string, network?: string] {
  const network = widerNetworkOf(address)
  const host = hashAddress(ring, address)
  return network === undefined ? [host] : [host, hashPlace(ring, network)]
}

const hashPlace = (ring: Ring, place: string): string =>
  hmac(ring, 'address hash', `address|${place}`).toString('base64url').slice(0, 22)

/** The hash under which guesses are counted: of what they are guesses at, and where from. */
export const hashGuess = (ring: Ring, of: readonly string[]): string =>
  hmac(ring, 'guess hash', `guess|${JSON.stringify(of)}`)
    .toString('base64url')
    .slice(0, 22)

/**
 * The hashes of a mutation's input: the newest key's, which an idempotency key is kept with, then the other keys', since
 * another key may have been the newest when it was kept.
 */
export function hashInput(ring: Ring, input: unknown): [newest: Buffer, ...others: Buffer[]] {
  const text = `input|${JSON.stringify(isWithin(depthMax, input) ? input : upTo(depthMax, input))}`
  const hashBy = (kid: string) => hmac(ring, 'input hash', text, kid)
  return [hashBy(ring.newest), ...[...ring.keys.keys()].filter((kid) => kid !== ring.newest).map(hashBy)]
}

// No schema of ours nests so deep, and fields that no schema names are ignored. Without the cut, deep input would
// overflow the stack (S24).
const depthMax = 32

const isWithin = (depth: number, value: unknown): boolean =>
  value === null ||
  typeof value !== 'object' ||
  (depth > 0 && Object.values(value).every((inner) => isWithin(depth - 1, inner)))

function upTo(depth: number, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.map((inner) => upTo(depth - 1, inner))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, upTo(depth - 1, inner)]))
}

const hmac = (ring: Ring, purpose: KeyPurpose, text: string, kid = ring.newest): Buffer =>
  createHmac('sha256', macKeyFor(ring, kid, purpose))
    .update(text)
    .digest()
