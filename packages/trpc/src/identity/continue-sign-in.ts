import { deviceLabel } from '@entente/auth/device'
import { deviceExpiry, newDeviceToken } from '@entente/auth/known-device'
import { hashSessionToken, newSessionToken, sessionLimits } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, actAs } from '@entente/db/core/scopes'
import { findSignInState } from '@entente/db/identity/accounts'
import { holdSecondFactorPolicy, isSecondFactorRequired } from '@entente/db/identity/organisation-settings'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import { endSession, insertSession, lockAccount, type WaitingSession } from '@entente/db/identity/sessions'
import { findTemporaryPassword, spendTemporaryPassword } from '@entente/db/identity/temporary-passwords'
import type { Audience } from '@entente/domain/core/audience'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import {
  needsFactor,
  nextStepOfSignIn,
  type SignInFacts,
  type SignInStep,
} from '@entente/domain/identity/sign-in-step'
import { type AccountOwner, personOf, recordOwnAct } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import type { Guessed } from '../core/guess.ts'
import { refused, settled } from '../core/refused.ts'

/**
 * A session, or a sign-in in progress that waits for a step. The token is handed out only here. `device` makes the browser
 * known, after every step of a sign-in with a password.
 */
export type StartedSession = {
  token: string
  expiresAt: Date
  awaits: SignInStep | null
  device: { token: string; expiresAt: Date } | null
}

export type SigningInPerson = AccountOwner & {
  audience: Audience
  membershipId: Id<'membership'>
  method: SignInFacts['method']
  /** Only a sign-in that just came back from the operators' directory has it. */
  isFactorAsserted?: boolean
}

export const personOfSignIn = (waiting: WaitingSession): SigningInPerson => {
  const { account, audience, method, membershipId, organisationId, roles } = waiting
  return {
    accountId: account.id,
    email: account.email,
    audience,
    method,
    membershipId,
    organisationId,
    roles,
  }
}

/**
 * Locks what a sign-in depends on: the account, and whether its company requires a second factor. Comes first in a
 * transaction, before any row of the account or its sessions is written.
 */
export async function lockSignIn(
  db: AuthDb,
  { accountId, organisationId }: Pick<AccountOwner, 'accountId' | 'organisationId'>,
): Promise<void> {
  await lockAccount(db, accountId)
  if (organisationId) await holdSecondFactorPolicy(db, organisationId)
}

/**
 * Continues a sign-in after the step that was just passed, null after the password or the directory: starts the session,
 * or asks for the next step. Every sign-in starts its session here. Each step has a token of its own, so that none has two
 * meanings. What the browser was signed in with ends.
 */
export async function continueSignIn(
  ctx: Context,
  db: AuthDb,
  person: SigningInPerson,
  passed: SignInStep | null,
): Promise<StartedSession> {
  await lockSignIn(db, person)
  const facts = await factsOf(ctx, db, person, passed)
  const awaits = settled(nextStepOfSignIn(facts))
  // Of two sign-ins at once with a temporary password, one gets in.
  if (awaits === 'password_change' && !(await spendTemporaryPassword(db, person.accountId, ctx.now)))
    throw refused({ code: 'temporary_password_over' })
  await endPresented(ctx, db)
  await actAs(db, person.accountId)
  return startSession(ctx, db, { ...person, passwordChangedAt: facts.passwordChangedAt }, awaits)
}

/** Ends the session or the sign-in in progress whose token came with the request, if any. */
export async function endPresented(ctx: Context, db: AuthDb): Promise<void> {
  const { session, waiting } = ctx
  const person = session ? personOf(session) : waiting && personOfSignIn(waiting)
  const sessionId = (session ?? waiting)?.id
  // A step of a sign-in has already ended the one that waited for it.
  if (!person || !sessionId || !(await endSession(db, sessionId, ctx.now))) return
  await actAs(db, person.accountId)
  await recordOwnAct(ctx, db, person, 'session.ended', { sessionId })
}

async function factsOf(
  { now }: Context,
  db: AuthDb,
  { method, audience, accountId, organisationId, isFactorAsserted = false }: SigningInPerson,
  passed: SignInStep | null,
): Promise<SignInFacts & Pick<Guessed, 'passwordChangedAt'>> {
  const temporary = await findTemporaryPassword(db, accountId)
  const isOver = temporary && (temporary.isTemporarySpent || temporary.temporaryUntil <= now)
  return {
    method,
    passed,
    audience,
    isFactorAsserted,
    ...(await findSignInState(db, accountId)),
    hasFactor: (await findSecondFactor(db, accountId)) !== undefined,
    isFactorRequired: await isRequiredByCompany(db, { organisationId }),
    temporaryPassword: temporary ? (isOver ? 'over' : 'usable') : 'none',
  }
}

type Place = Pick<SigningInPerson, 'audience' | 'organisationId'>

const isRequiredByCompany = async (
  db: AuthDb,
  { organisationId }: Pick<Place, 'organisationId'>,
): Promise<boolean> => organisationId !== null && (await isSecondFactorRequired(db, organisationId))

/** Whether somebody needs a second factor to sign in here. */
export const needsSecondFactor = async (db: AuthDb, place: Place): Promise<boolean> =>
  needsFactor({ audience: place.audience, isFactorRequired: await isRequiredByCompany(db, place) })

async function startSession(
  ctx: Context,
  db: AuthDb,
  person: SigningInPerson & Pick<Guessed, 'passwordChangedAt'>,
  awaits: SignInStep | null,
): Promise<StartedSession> {
  const token = newSessionToken()
  const session = {
    id: newId<'session'>(),
    tokenHash: hashSessionToken(token),
    accountId: person.accountId,
    membershipId: person.membershipId,
    expiresAt: new Date(ctx.now.getTime() + lifeOf(ctx, awaits) * 60_000),
    awaits,
    method: person.method,
    device: deviceLabel(ctx.device),
  }
  await insertSession(db, session, ctx.now)
  await recordOwnAct(ctx, db, person, actions[awaits ?? 'nothing'], { sessionId: session.id })
  const isDone = awaits === null && person.method === 'password'
  return { token, expiresAt: session.expiresAt, awaits, device: isDone ? deviceFor(ctx, person) : null }
}

const deviceFor = (
  { keyring, cloud, now }: Context,
  { accountId, passwordChangedAt }: Pick<SigningInPerson, 'accountId'> & Pick<Guessed, 'passwordChangedAt'>,
) => ({
  token: newDeviceToken(keyring.session, { cloud: cloud.id, accountId, passwordChangedAt }, now),
  expiresAt: deviceExpiry(now),
})

const actions = {
  second_factor: 'session.second_factor_asked',
  second_factor_set_up: 'session.second_factor_asked',
  password_change: 'session.password_change_asked',
  nothing: 'session.started',
} as const satisfies Record<SignInStep | 'nothing', AuditAction>

/** In minutes. */
function lifeOf({ sessionTimes }: Context, awaits: SignInStep | null): number {
  if (awaits === 'password_change') return sessionLimits.passwordChangeMinutes
  return awaits ? sessionLimits.waitingMinutes : sessionTimes.absoluteHours * 60
}
