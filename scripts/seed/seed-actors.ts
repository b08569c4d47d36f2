// Acts as the people of the demo, through the API's own procedures and at times in the past.

import { randomBytes, randomUUID } from 'node:crypto'
import { hashSessionToken, longestSession, newSessionToken } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertSession } from '@entente/db/identity/sessions'
import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'
import { directoryClient } from '@entente/outside/directory-client'
import { type RequestContext, type Services, visitorOf } from '@entente/trpc/core/context'
import { appRouter } from '@entente/trpc/router'

export type Actor = { id: Id<'account'>; membershipId: Id<'membership'>; audience: Audience }
export type Actors = ReturnType<typeof seedActors>
export type Caller = ReturnType<typeof appRouter.createCaller>

export const once = () => ({ idempotencyKey: randomUUID() })
export const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000)

/** When the first organisations joined. */
export const joinedAt = ago(40)
export const newPassword = (): string => randomBytes(12).toString('base64url')

const noLimits = { count: async () => null, giveBack: async () => undefined }
const [partner, customer, operator] = ['http://partner', 'http://customer', 'http://operator']

export function seedActors(wishes: Pick<Services, 'database' | 'keyring'> & { cloud: Cloud }) {
  /** The profiles that the next membership sign-in finds; no password is needed. */
  let found: MpnProfile[] = []

  const services = (now: Date): Services => ({
    ...wishes,
    limits: noLimits,
    clock: () => now,
    sessionTimes: longestSession,
    sites: { partner, customer, operator },
    // No act of the seed shows it.
    operator: { name: null, email: 'support@entente.example', phone: null, website: null, hours: null },
    mailSender: 'no-reply@entente.example',
    inBackground: (work: () => Promise<unknown>) => void work(),
    outside: {
      membershipDirectory: { signIn: async () => ({ result: 'ok', profiles: found }) },
      signInDirectories: directoryClient({ allowLocal: false }),
      operatorDirectory: null,
      documents: null,
    },
  })

  /** Calls procedures at a given time, as a person whose session ends soon after, or as a visitor. */
  async function at(now: Date, person?: Actor): Promise<Caller> {
    const base = services(now)
    const token = person && newSessionToken()
    const site = person?.audience ?? 'partner'
    if (person && token) {
      const { id: accountId, membershipId } = person
      const expiresAt = new Date(now.getTime() + 60_000)
      const row = {
        ...{ id: newId<'session'>(), tokenHash: hashSessionToken(token), accountId, membershipId },
        expiresAt,
      }
      await asAuth(wishes.database, accountId, (db) => insertSession(db, row, now))
    }
    const visitor = { clientAddress: '::1', locale: 'en', device: null, knownDevice: null } as const
    const request = { requestId: randomUUID(), site, ...visitor }
    return appRouter.createCaller({
      ...base,
      ...request,
      ...(await visitorOf(base, site, token)),
    } satisfies RequestContext)
  }

  return {
    ...wishes,
    at,
    membershipFinds(profiles: MpnProfile[]) {
      found = profiles
    },
  }
}
