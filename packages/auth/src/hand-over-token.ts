import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { handOverSeconds, liveGrantHours } from '@entente/domain/relationship/hand-over'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { keyFor, type Ring } from './keyring.ts'

/** Who was handed over to which service of which customer, by ids alone. `access` is the record in the customer's log. */
export type HandOver = {
  access: Id<'access'>
  account: Id<'account'>
  membership: Id<'membership'>
  partner: Id<'organisation'>
  customer: Id<'organisation'>
  relationship: Id<'relationship'>
  service: string
}

/** `hand-over`: opens a service once. `grant`: what a service's portal then asks with. Neither counts as the other. */
export type HandOverKind = 'hand-over' | 'grant'

const seconds = { 'hand-over': handOverSeconds, grant: liveGrantHours * 3600 } satisfies Record<
  HandOverKind,
  number
>

const claims = z.object({
  ...{ access: z.uuid(), account: z.uuid(), membership: z.uuid() },
  ...{ partner: z.uuid(), customer: z.uuid(), relationship: z.uuid() },
})

type Place = { ring: Ring; cloud: CloudId }

/** A JSON Web Token for one service of one cloud, with the newest key of the ring. */
export const handOverToken = (
  { ring, cloud }: Place,
  kind: HandOverKind,
  { service, ...named }: HandOver,
  now: Date,
): Promise<string> =>
  new SignJWT(named)
    .setProtectedHeader({ alg: 'HS256', kid: ring.newest, typ: `${kind}+jwt` })
    .setIssuer(`entente:${cloud}`)
    .setAudience(service)
    .setExpirationTime(Math.floor(now.getTime() / 1000) + seconds[kind])
    .sign(keyFor(ring, ring.newest, 'hand-over'))

/** What a token says; undefined when this instance did not sign it for this service and kind, or its time has passed. */
export async function readHandOver(
  { ring, cloud }: Place,
  kind: HandOverKind,
  service: string,
  token: string,
  now: Date,
): Promise<HandOver | undefined> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid = '' }) => {
        if (!ring.keys.has(kid)) throw new errors.JWSInvalid()
        return keyFor(ring, kid, 'hand-over')
      },
      {
        ...{ algorithms: ['HS256'], typ: `${kind}+jwt`, issuer: `entente:${cloud}`, audience: service },
        ...{ requiredClaims: ['exp'], currentDate: now },
      },
    )
    // Signed by us: the ids are those that we wrote.
    return { ...claims.parse(payload), service } as HandOver
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
