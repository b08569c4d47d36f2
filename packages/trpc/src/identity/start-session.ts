import { deviceLabel } from '@entente/auth/device'
import { hashSessionToken, newSessionToken, sessionLimits } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { type Awaits, insertSession } from '@entente/db/identity/sessions'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { type AccountOwner, recordOwnAct } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'

export type StartedSession = { token: string; expiresAt: Date; awaits: Awaits | null }

/**
 * Starts a session, or a sign-in in progress that waits for `awaits`, and records it. The token is handed out only here.
 * The next step of a sign-in gets another token, so that no token has two meanings.
 */
export async function startSession(
  ctx: Context,
  db: AuthDb,
  person: AccountOwner & { membershipId: Id<'membership'> },
  awaits: Awaits | null,
): Promise<StartedSession> {
  const now = ctx.clock()
  const token = newSessionToken()
  const lifeMinutes = lifeOf(awaits)
  const session = {
    id: newId<'session'>(),
    tokenHash: hashSessionToken(token),
    accountId: person.accountId,
    membershipId: person.membershipId,
    expiresAt: new Date(now.getTime() + lifeMinutes * 60_000),
    awaits,
    device: deviceLabel(ctx.device),
  }
  await insertSession(db, session, now)
  const action = actions[awaits ?? 'nothing']
  await recordOwnAct(ctx, db, person, action, { sessionId: session.id })
  return { token, expiresAt: session.expiresAt, awaits }
}

const actions = {
  second_factor: 'session.second_factor_asked',
  second_factor_set_up: 'session.second_factor_asked',
  password_change: 'session.password_change_asked',
  nothing: 'session.started',
} as const satisfies Record<Awaits | 'nothing', AuditAction>

function lifeOf(awaits: Awaits | null): number {
  if (awaits === 'password_change') return sessionLimits.passwordChangeMinutes
  return awaits ? sessionLimits.waitingMinutes : sessionLimits.absoluteHours * 60
}
