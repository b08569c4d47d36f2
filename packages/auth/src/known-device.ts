import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { macKeyFor, type Ring } from './keyring.ts'

/**
 * The account that a device is known for, as long as its password stays: several accounts can share an e-mail address. The
 * cloud is signed too, so that no other instance knows the device.
 */
export type DeviceOwner = { cloud: CloudId; accountId: Id<'account'>; passwordChangedAt: Date | null }

const daysMax = 180

/** When a token made now stops to count. */
export const deviceExpiry = (now: Date): Date => new Date(now.getTime() + daysMax * 86_400_000)

/**
 * A token for the browser of somebody who has just signed in. It opens nothing: it only says that guesses from this
 * browser are counted apart from those of strangers. Each has an id of its own, and so a count of its own.
 */
export function newDeviceToken(ring: Ring, owner: DeviceOwner, now: Date): string {
  const claim = `${ring.newest}.${randomBytes(16).toString('base64url')}.${now.getTime().toString(36)}`
  return `${claim}.${macOf(ring, claim, owner).toString('base64url')}`
}

/** The id of the device, if this instance made the token for this account in the last 180 days. */
export function knownDevice(ring: Ring, token: string, owner: DeviceOwner, now: Date): string | undefined {
  const [, claim = '', kid = '', id, madeAt = '', mac = ''] =
    /^(([a-z0-9]{1,16})\.([\w-]{22})\.([a-z0-9]{1,10}))\.([\w-]{43})$/.exec(token) ?? []
  if (!ring.keys.has(kid)) return undefined
  const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(ring, claim, owner)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return deviceExpiry(new Date(Number.parseInt(madeAt, 36))) > now ? id : undefined
}

function macOf(ring: Ring, claim: string, { cloud, accountId, passwordChangedAt }: DeviceOwner): Buffer {
  const key = macKeyFor(ring, claim.slice(0, claim.indexOf('.')), 'known device')
  const version = passwordChangedAt?.getTime() ?? ''
  return createHmac('sha256', key).update(`device|${claim}|${cloud}|${accountId}|${version}`).digest()
}
