import { unseal } from '@entente/auth/sealed'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { type AuthDb, actAs, asAuth } from '@entente/db/core/scopes'
import {
  type DirectoryAttempt as AnyAttempt,
  consumeDirectoryAttempt,
} from '@entente/db/identity/directory-attempts'
import {
  bindAccount,
  type DirectoryPerson,
  findBoundAccount,
  findDirectoryOfDomain,
  findDirectoryPerson,
  findPartnerDirectory,
  markDirectoryTested,
  type PartnerDirectory,
} from '@entente/db/partner/partner-directories'
import type { AddressFault, Arrival, DirectoryFault } from '@entente/domain/identity/sign-in-directory'
import { directoryFinishInput, directoryStartInput } from '@entente/domain/partner/partner-account-input'
import type { RefusalOf } from '@entente/domain/refusal'
import type { z } from 'zod'
import { recordOwnAct } from '../core/check-code.ts'
import type { Context, Outside } from '../core/context.ts'
import { actorOf, publicMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { isAtConfirmedDomain } from '../enrolment/confirmed-domain.ts'
import { companyDomain } from '../identity/company-domain.ts'
import { continueSignIn, type StartedSession } from '../identity/continue-sign-in.ts'
import { hashState, limitDirectoryRequests } from '../identity/directory-attempt.ts'
import { departTo, directoryReturn, openDirectory } from './directory-departure.ts'

/** An attempt at a partner's directory. */
type DirectoryAttempt = AnyAttempt & Pick<PartnerDirectory, 'organisationId'>
type Reason = RefusalOf<'directory_sign_in_refused'>['reason']
/** A refused sign-in: what it says to the person, and the directory's fault behind it. */
type Failure = { reason: Reason; fault?: DirectoryFault }
type Started = { result: 'go'; url: string; state: string } | { result: 'none' }
type Finished = { result: 'tested' } | { result: 'signed_in'; session: StartedSession }

/**
 * Sign-in through a partner's own directory (OpenID Connect). Passwords keep working beside it, also while the directory
 * is down. No directory is asked inside a transaction.
 */
export const directorySignIn = t.router({
  /**
   * Looks only at the domain of an address, never at the person: known and unknown addresses get the same answer, after
   * the same statements (S5, S14). No directory, one that is off and one that does not answer get the same answer too.
   */
  start: publicMutation('Every press starts an attempt of its own.')
    .input(directoryStartInput)
    .mutation(async ({ ctx, input }): Promise<Started> => {
      await limitDirectoryRequests(ctx)
      const directory = await asAuth(ctx.database, null, async (db) => {
        if ('organisationId' in input) return findPartnerDirectory(db, input.organisationId)
        // A web-mail service has no company's domain; the statement is made all the same.
        return findDirectoryOfDomain(db, (await companyDomain(db, input.email)) ?? '')
      })
      if (!directory?.isOn) return { result: 'none' }
      const departure = await departTo(ctx, directory, null)
      return departure.ok ? { result: 'go', ...departure.value } : { result: 'none' }
    }),

  /**
   * The way back: a session, or a passed test. The subject says who the person is; at the first sign-in a verified address
   * finds the account in that company.
   */
  finish: publicMutation('An attempt comes back once.')
    .input(directoryFinishInput)
    .mutation(async ({ ctx, input }): Promise<Finished> => {
      await limitDirectoryRequests(ctx)
      const attempt = await asAuth(ctx.database, null, (db) =>
        consumeDirectoryAttempt(db, 'partner', hashState(input.state), ctx.now),
      )
      // Not audited: the account is not known yet.
      if (!attempt?.organisationId) throw refused({ code: 'directory_sign_in_refused', reason: 'over' })
      const { organisationId } = attempt
      const answer = await arrive(ctx, { ...attempt, organisationId }, input)
      if ('result' in answer) return answer
      const { reason, fault } = answer
      await recordFailure(ctx, { ...attempt, organisationId }, fault ?? reason)
      // The admin who tests gets the cause itself; everybody else gets what they can do.
      if (attempt.testedBy && fault) throw refused({ code: 'directory_unusable', reason: fault })
      throw refused({ code: 'directory_sign_in_refused', reason })
    }),
})

async function arrive(
  ctx: Context & { outside: Outside },
  attempt: DirectoryAttempt,
  { state, query, organisationId }: z.infer<typeof directoryFinishInput>,
): Promise<Finished | Failure> {
  const directory = await asAuth(ctx.database, null, (db) => findPartnerDirectory(db, attempt.organisationId))
  if (!directory || !(directory.isOn || attempt.testedBy)) return { reason: 'off' }
  // A code of the issuer that was asked before a change must not reach the one that is set now.
  if (attempt.createdAt < directory.updatedAt) return { reason: 'off' }
  // An answer at another redirect address is another directory's, or an attacker's who mixes two of them up.
  if (organisationId !== (directory.hasOwnReturn ? attempt.organisationId : undefined))
    return { reason: 'other_directory' }
  const { nonce, kid, verifier } = attempt
  const answer = await ctx.outside.signInDirectories.arrive(openDirectory(ctx, directory), {
    url: `${directoryReturn(ctx, directory)}?${query.replace(/^\?/, '')}`,
    ...{
      state,
      nonce,
      verifier: unseal(ctx.keyring.data, 'directory verifier', attempt.id, {
        kid,
        bytes: verifier,
      }).toString(),
    },
  })
  if (!answer.ok) {
    const { fault } = answer
    return { reason: reasonOf(fault), fault }
  }
  const { value } = answer
  return attempt.testedBy ? test(ctx, attempt, directory, value) : signIn(ctx, directory, value)
}

const reasonOf = (fault: DirectoryFault): Reason =>
  fault === 'paused' ? 'no_answer' : fault === 'no_answer' || fault === 'busy' ? fault : 'refused'

/** The address of an arrival, when the directory says that it is verified, or its company vouches for it. */
async function provenAddress(
  db: AuthDb,
  { organisationId, addressesDeclaredAt }: PartnerDirectory,
  { address }: Arrival,
): Promise<{ email: string } | Failure> {
  const unproven = (fault: AddressFault): Failure => ({ reason: 'unverified', fault })
  if (!address.ok) return unproven(address.fault)
  const { email, mark } = address
  if (mark === 'verified') return { email }
  if (mark === 'unverified' || !addressesDeclaredAt) return unproven(mark)
  return (await isAtConfirmedDomain(db, organisationId, email)) ? { email } : unproven('other_domain')
}

/** The global admin who tests must come back with their own address, in the session that started the test. */
async function test(
  ctx: Context,
  { testedBy }: DirectoryAttempt,
  directory: PartnerDirectory,
  arrival: Arrival,
): Promise<Finished | Failure> {
  const { session } = ctx
  if (!session || session.account.id !== testedBy || session.organisation?.id !== directory.organisationId)
    return { reason: 'over' }
  return asAuth(ctx.database, testedBy, async (db) => {
    const proven = await provenAddress(db, directory, arrival)
    if ('reason' in proven) return proven
    if (session.account.email !== proven.email) return { reason: 'other_address' }
    if (!(await markDirectoryTested(db, directory, ctx.now))) return { reason: 'off' }
    const entry: AuditEntry = {
      organisationId: directory.organisationId,
      action: 'directory.tested',
      payload: {},
    }
    await insertAudit(db, actorOf(ctx), [entry], ctx.now)
    return { result: 'tested' }
  })
}

const signIn = (ctx: Context, directory: PartnerDirectory, arrival: Arrival): Promise<Finished | Failure> =>
  asAuth(ctx.database, null, async (db) => {
    // The directory may have been switched off or changed while the person was there.
    const current = await findPartnerDirectory(db, directory.organisationId)
    if (!current?.isOn || current.updatedAt.getTime() !== directory.updatedAt.getTime())
      return { reason: 'off' }
    const person = await personOf(ctx, db, current, arrival)
    if ('reason' in person) return person
    await actAs(db, person.accountId)
    await recordOwnAct(ctx, db, person, 'directory.signed_in')
    // Our own second factor is required as after a password.
    const signingIn = { ...person, audience: 'partner', method: 'directory' } as const
    return { result: 'signed_in', session: await continueSignIn(ctx, db, signingIn, null) }
  })

/** The person of a subject; a subject that comes for the first time is tied to the account of its proven address. */
async function personOf(
  { now }: Context,
  db: AuthDb,
  directory: PartnerDirectory,
  arrival: Arrival,
): Promise<DirectoryPerson | Failure> {
  const { organisationId } = directory
  const { subject } = arrival
  const accountId = await findBoundAccount(db, directory, subject)
  if (accountId)
    return (await findDirectoryPerson(db, { organisationId, accountId })) ?? { reason: 'unknown' }
  const proven = await provenAddress(db, directory, arrival)
  if ('reason' in proven) return proven
  const person = await findDirectoryPerson(db, { organisationId, email: proven.email })
  if (!person) return { reason: 'unknown' }
  const isBound = await bindAccount(db, directory, { subject, accountId: person.accountId }, now)
  // Somebody else had this address when it signed in first.
  return isBound ? person : { reason: 'other_person' }
}

function recordFailure(
  ctx: Context,
  { organisationId, testedBy }: DirectoryAttempt,
  reason: Reason | DirectoryFault,
) {
  const actor = { ...actorOf(ctx), ...(!testedBy && { accountId: null, roles: [] }) }
  const entry: AuditEntry = { organisationId, action: 'directory.refused', payload: { reason } }
  return asAuth(ctx.database, actor.accountId, (db) => insertAudit(db, actor, [entry], ctx.now))
}
