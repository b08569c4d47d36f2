import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { emailAddress } from '../identity/account.ts'
import { reason } from './partner-control.ts'

/** A person is found by their whole address, so that nobody browses through the people of all companies. */
export const findPersonInput = z.object({ email: emailAddress })
export const accountIdInput = z.object({ id: idOf<'account'>() })
export const accountControlInput = accountIdInput.extend({ reason })

/** An act on all people of a company. */
export const peopleControlInput = z.object({ id: idOf<'organisation'>(), reason })

export type AccountControlRefusal = { code: 'account_already_suspended' } | { code: 'account_not_suspended' }

/** Whose account an operator may act on: never another operator's, which the command line manages. */
export const controlledAudiences = ['partner', 'customer'] as const

/** Stops an account: it signs in nowhere and its sessions end. Its memberships and roles stay. */
export const suspendAccount = (
  suspendedAt: Date | null,
  now: Date,
): Result<Date, { code: 'account_already_suspended' }> =>
  suspendedAt ? refuse({ code: 'account_already_suspended' }) : ok(now)

/** Ends a suspension. The sessions that it ended stay ended. */
export const liftAccountSuspension = (
  suspendedAt: Date | null,
): Result<null, { code: 'account_not_suspended' }> =>
  suspendedAt ? ok(null) : refuse({ code: 'account_not_suspended' })
