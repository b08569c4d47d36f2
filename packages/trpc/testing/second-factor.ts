import { randomUUID } from 'node:crypto'
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { Caller, World } from './index.ts'

/** The code that an authenticator application shows now for a secret in base32. */
export const codeOf = (world: Pick<World, 'clock'>, secret: string): string =>
  totpCode(base32Bytes(secret), world.clock.now())

/** Turns a second factor on as its owner would: reads the secret, and confirms it with the first code. */
export async function turnOnFactor(world: Pick<World, 'clock'>, api: Caller) {
  await api.secondFactor.begin({ idempotencyKey: randomUUID() })
  const { secret } = await api.secondFactor.setUp()
  const confirmed = await api.secondFactor.confirm({
    code: codeOf(world, secret),
    idempotencyKey: randomUUID(),
  })
  if (confirmed.result !== 'confirmed') throw new Error('The factor was not confirmed.')
  return { secret, ...confirmed, code: () => codeOf(world, secret) }
}
