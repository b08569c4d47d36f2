import { unseal } from '@entente/auth/sealed'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { type AuthDb, actAs, asAuth } from '@entente/db/core/scopes'
import { consumeDirectoryAttempt, type DirectoryAttempt } from '@entente/db/identity/directory-attempts'
import {
  bindOperator,
  findBoundOperator,
  findOperator,
  type OperatorPerson,
} from '@entente/db/operator/operator-identities'
import type { Id } from '@entente/domain/core/id'
import {
  type Arrival,
  type DirectoryFault,
  directoryAnswerInput,
} from '@entente/domain/identity/sign-in-directory'
import { assertsSecondFactor, gaveCredentialsSince } from '@entente/domain/operator/operator-directory'
import type { RefusalOf } from '@entente/domain/refusal'
import type { z } from 'zod'
import { personOf, recordOwnAct } from '../core/check-code.ts'
import type { Context, OperatorDirectory, Outside } from '../core/context.ts'
import { methodOf } from '../core/fresh.ts'
import { actorOf, publicMutation, publicProcedure, sessionMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { confirmed } from '../core/step-up.ts'
import { t } from '../core/trpc.ts'
import { continueSignIn, type StartedSession } from '../identity/continue-sign-in.ts'
import { departFor, hashState, limitDirectoryRequests } from '../identity/directory-attempt.ts'

type Reason = RefusalOf<'operator_sign_in_refused'>['reason']
/** A refused sign-in: what it says to the person, and the issuer's fault behind it. */
type Failure = { reason: Reason; fault?: DirectoryFault }
type Confirmed = Pick<StartedSession, 'token' | 'expiresAt'>
type Finished = { result: 'signed_in'; session: StartedSession } | { result: 'confirmed'; session: Confirmed }
type Call = Context & { outside: Outside }

/**
 * Sign-in of operators through the instance's own issuer (OpenID Connect), beside their passwords. It opens an account that
 * exists; a second factor that the issuer does not assert is asked for here. The issuer is asked outside transactions.
 */
export const operatorSignIn = t.router({
  /** The host of the issuer, for the sign-in page; null where there is none. */
  way: publicProcedure.query(({ ctx }) => ({ host: ctx.site === 'operator' ? hostOf(ctx) : null })),

  start: publicMutation('Every press starts an attempt of its own.').mutation(async ({ ctx }) => {
    const directory = directoryOf(ctx)
    await limitDirectoryRequests(ctx)
    return depart(ctx, directory, null)
  }),

  /** Leaves to confirm who one is; the issuer then asks for the credentials again. */
  startConfirming: sessionMutation('Every press starts an attempt of its own.').mutation(async ({ ctx }) => {
    const directory = directoryOf(ctx)
    const { session } = ctx
    const method = await methodOf(ctx, session)
    if (method !== 'directory') throw refused({ code: 'step_up_required', method })
    await limitDirectoryRequests(ctx)
    return depart(ctx, directory, session.account.id)
  }),

  /** The way back: a session, or a confirmed one. */
  finish: publicMutation('An attempt comes back once.')
    .input(directoryAnswerInput)
    .mutation(async ({ ctx, input }): Promise<Finished> => {
      const directory = directoryOf(ctx)
      await limitDirectoryRequests(ctx)
      const attempt = await asAuth(ctx.database, null, (db) =>
        consumeDirectoryAttempt(db, 'instance', hashState(input.state), ctx.now),
      )
      // Not audited: the account is not known yet.
      if (!attempt) throw refused({ code: 'operator_sign_in_refused', reason: 'over' })
      const answer = await arrive(ctx, directory, attempt, input)
      if ('result' in answer) return answer
      const { reason, fault } = answer
      await recordFailure(ctx, attempt, fault ?? reason)
      throw refused({ code: 'operator_sign_in_refused', reason })
    }),
})

const hostOf = ({ outside }: { outside: Outside }): string | null =>
  outside.operatorDirectory && new URL(outside.operatorDirectory.issuer).host

function directoryOf({ outside, site }: Pick<Call, 'outside' | 'site'>): OperatorDirectory {
  if (site !== 'operator' || !outside.operatorDirectory)
    throw refused({ code: 'operator_sign_in_refused', reason: 'off' })
  return outside.operatorDirectory
}

const returnOf = ({ sites }: Pick<Context, 'sites'>) => `${sites.operator}/sign-in/directory/callback`

async function depart(ctx: Call, directory: OperatorDirectory, confirming: Id<'account'> | null) {
  const acrValues = directory.factors.flatMap(({ claim, value }) => (claim === 'acr' ? value : []))
  const answer = await departFor(ctx, {
    asked: () => directory.client.depart(directory, returnOf(ctx), { again: confirming !== null, acrValues }),
    organisationId: null,
    testedBy: confirming,
  })
  if (answer.ok) return answer.value
  throw refused({ code: 'operator_sign_in_refused', reason: reasonOf(answer.fault) })
}

async function arrive(
  ctx: Call,
  directory: OperatorDirectory,
  attempt: DirectoryAttempt,
  { state, query }: z.infer<typeof directoryAnswerInput>,
): Promise<Finished | Failure> {
  const { nonce, kid, verifier: bytes } = attempt
  const verifier = unseal(ctx.keyring.data, 'directory verifier', attempt.id, { kid, bytes }).toString()
  const answer = await directory.client.arrive(directory, {
    url: `${returnOf(ctx)}?${query.replace(/^\?/, '')}`,
    ...{ state, nonce, verifier },
  })
  if (!answer.ok) return { reason: reasonOf(answer.fault), fault: answer.fault }
  return attempt.testedBy
    ? confirm(ctx, directory, attempt, answer.value)
    : signIn(ctx, directory, answer.value)
}

const reasonOf = (fault: DirectoryFault): Reason =>
  fault === 'paused' ? 'no_answer' : fault === 'no_answer' || fault === 'busy' ? fault : 'refused'

const signIn = (ctx: Context, directory: OperatorDirectory, arrival: Arrival): Promise<Finished | Failure> =>
  asAuth(ctx.database, null, async (db) => {
    const person = await operatorOf(ctx, db, directory, arrival)
    if ('reason' in person) return person
    const isFactorAsserted = assertsSecondFactor(directory.factors, arrival.assurance)
    await actAs(db, person.accountId)
    await recordOwnAct(ctx, db, person, 'directory.signed_in', {
      isFirst: person.isFirst,
      isFactorAsserted,
    })
    // Without an asserted factor ours is required, as after a password.
    const signingIn = { ...person, audience: 'operator', method: 'directory', isFactorAsserted } as const
    return { result: 'signed_in', session: await continueSignIn(ctx, db, signingIn, null) }
  })

/** The operator of a subject; a subject that comes for the first time is tied to the account of its verified address. */
async function operatorOf(
  { now }: Context,
  db: AuthDb,
  directory: OperatorDirectory,
  { subject, address }: Arrival,
): Promise<(OperatorPerson & { isFirst: boolean }) | Failure> {
  const accountId = await findBoundOperator(db, directory, subject)
  if (accountId) {
    const known = await findOperator(db, { accountId })
    return known ? { ...known, isFirst: false } : { reason: 'unknown' }
  }
  if (!address.ok) return { reason: 'unverified', fault: address.fault }
  if (address.mark !== 'verified') return { reason: 'unverified', fault: address.mark }
  const person = await findOperator(db, { email: address.email })
  if (!person) return { reason: 'unknown' }
  const isBound = await bindOperator(db, directory, { subject, accountId: person.accountId }, now)
  // Somebody else had this address when it signed in first.
  return isBound ? { ...person, isFirst: true } : { reason: 'other_person' }
}

/** The same person, who gave their credentials and a second factor just now, in the session that they left from. */
async function confirm(
  ctx: Context,
  directory: OperatorDirectory,
  { testedBy, createdAt }: DirectoryAttempt,
  { subject, assurance }: Arrival,
): Promise<Finished | Failure> {
  const { session } = ctx
  if (!session || session.account.id !== testedBy) return { reason: 'over' }
  const failure = (reason: Reason): Failure => ({ reason })
  return asAuth(ctx.database, session.account.id, async (db) => {
    if ((await findBoundOperator(db, directory, subject)) !== session.account.id)
      return failure('other_person')
    if (!gaveCredentialsSince(createdAt, assurance)) return failure('not_asked')
    if (!assertsSecondFactor(directory.factors, assurance)) return failure('no_second_factor')
    await recordOwnAct(ctx, db, personOf(session), 'directory.signed_in', { isFactorAsserted: true })
    return { result: 'confirmed' as const, session: await confirmed(ctx, db, session) }
  })
}

function recordFailure(ctx: Context, { testedBy }: DirectoryAttempt, reason: Reason | DirectoryFault) {
  const actor = { ...actorOf(ctx), ...(!testedBy && { accountId: null, roles: [] }) }
  const entry = { organisationId: instanceChain, action: 'directory.refused' as const, payload: { reason } }
  return asAuth(ctx.database, actor.accountId, (db) => insertAudit(db, actor, [entry], ctx.now))
}
