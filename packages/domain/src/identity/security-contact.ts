import { z } from 'zod'
import type { Id } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { emailAddress } from './account.ts'

/** How long the mailbox has to confirm. */
export const securityContactDays = 7

export const securityContactStates = ['asked', 'confirmed', 'ended'] as const
export type SecurityContactState = (typeof securityContactStates)[number]

/** `openUntil`: when the link of an asked one expires, and when an ended one ended. */
export type SecurityContact = {
  id: Id<'security_contact'>
  email: string
  state: SecurityContactState
  openUntil: Date | null
}

export const nameSecurityContactInput = z.object({ email: emailAddress })

type Act = { act: 'name'; email: string } | { act: 'confirm'; id: Id<'security_contact'> } | { act: 'remove' }

/** What an act does to a customer's contacts. `asks` is the address of a new one, which waits for its mailbox. */
export type SecurityContactPlan = {
  ends: SecurityContact[]
  confirms: SecurityContact | null
  asks: { email: string; openUntil: Date } | null
}

const nothing: SecurityContactPlan = { ends: [], confirms: null, asks: null }

/**
 * Decides about the address that is told of a customer's grants and freezes besides those who decide. A confirmed one
 * goes on until another one is confirmed: naming an address that nobody reads switches no warning off.
 */
export function advanceSecurityContacts(
  contacts: readonly SecurityContact[],
  act: Act,
  now: Date,
): Result<SecurityContactPlan, { code: 'not_found' | 'one_time_link_spent' }> {
  const live = contacts.filter(({ state }) => state !== 'ended')
  if (act.act === 'remove')
    return live.length > 0 ? ok({ ...nothing, ends: live }) : refuse({ code: 'not_found' })
  if (act.act === 'name') {
    const openUntil = new Date(now.getTime() + securityContactDays * 86_400_000)
    const isKept = live.some(({ state, email }) => state === 'confirmed' && email === act.email)
    const ends = live.filter(({ state }) => state === 'asked')
    return ok({ ...nothing, ends, asks: isKept ? null : { email: act.email, openUntil } })
  }
  const contact = live.find(({ id }) => id === act.id)
  if (contact?.state === 'confirmed') return ok(nothing)
  if (!contact?.openUntil || contact.openUntil <= now) return refuse({ code: 'one_time_link_spent' })
  return ok({ ...nothing, ends: live.filter(({ state }) => state === 'confirmed'), confirms: contact })
}
