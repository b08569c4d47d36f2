import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, actAs, asAuth, asTenant } from '@entente/db/core/scopes'
import { findKnownMembership, insertApplicant, listWorkplaces } from '@entente/db/enrolment/applications'
import { findCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { insertMembership } from '@entente/db/identity/accounts'
import type { OneTimeLink } from '@entente/db/identity/one-time-links'
import { findSignInMethod, type Session } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import { type PartnerKind, partnerKinds } from '@entente/domain/core/organisation'
import { may } from '@entente/domain/core/permission'
import { startEnrolmentInput, workAccountInput } from '@entente/domain/enrolment/enrolment-input'
import { missingParts } from '@entente/domain/enrolment/enrolment-parts'
import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  ownAccountMutation,
  type PartnerSession,
  publicProcedure,
  recheck,
  recordRefusal,
  sessionProcedure,
  visitorMutation,
  whomToAsk,
} from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { beginSignUp, prepareSignUp } from '../identity/begin-sign-up.ts'
import { confirming, createAccount, signUpStatus } from '../identity/confirm-sign-up.ts'
import { continueSignIn, type StartedSession } from '../identity/continue-sign-in.ts'
import { confirmDomain } from './confirmed-domain.ts'
import { refuseWebMail } from './web-mail.ts'

/** What comes before an application: the Welcome page, the work account, and the start (§4.2). */
export const enrolmentAccount = {
  /** Which partner kinds this cloud takes, and what each should have ready. */
  welcome: publicProcedure.query(({ ctx: { cloud } }) => {
    const { kinds, reviewTime, countries, checklists } = cloud.enrolment
    return { reviewTime, countries, kinds: kinds.map((kind) => ({ kind, checklist: checklists[kind] })) }
  }),

  /** **Create one** (R-088): the answer is always the same. Nothing exists until the link is confirmed. */
  createWorkAccount: visitorMutation
    .input(workAccountInput.extend({ kind: z.enum(partnerKinds) }))
    .prepare(async ({ ctx, input }) => {
      refuseKind(ctx, input.kind)
      await asAuth(ctx.database, null, (db) => refuseWebMail(db, input.email))
      const { countries } = ctx.cloud.enrolment
      await prepareSignUp(ctx, input, { audience: 'partner', countries })
    })
    .mutation(({ ctx, input: { name, email, organisation, country, kind } }) => {
      const details = { name, email, organisation, country, kind }
      return beginSignUp(ctx, 'partner', { kind: 'work_account', details })
    }),

  workAccountStatus: signUpStatus('work_account'),

  /** Confirms a work account: creates the company, its first global admin, its application and the session. */
  confirmWorkAccount: confirming('work_account', ({ cloud }) => cloud.enrolment.countries).mutation(
    ({ ctx, prepared }) => completeWorkAccount(ctx, ctx.db, prepared),
  ),

  /** What the signed-in person can do: continue an application, start another kind of account, or ask a global admin. */
  prospects: sessionProcedure.query(async ({ ctx }) => {
    const session = await requireGlobalAdmin(ctx, ctx.session)
    const workplaces = await asAuth(ctx.database, session.account.id, (db) =>
      listWorkplaces(db, session.account.id),
    )
    const { organisation } = session
    return {
      organisation: {
        id: organisation.id,
        legalName: organisation.legalName,
        kind: organisation.partnerKind,
      },
      isEnrolling: organisation.partnerStatus === 'enrolling',
      workplaces: workplaces.map(({ membershipId: _, ...workplace }) => workplace),
    }
  }),

  /**
   * Enrols an existing partner for another kind of account: a new organisation with the known profile, where only the
   * support contact is missing. A repeat for the same kind returns the same application.
   */
  start: ownAccountMutation
    .input(startEnrolmentInput)
    .prepare(async ({ ctx, input: { kind } }) => {
      refuseKind(ctx, kind)
      const session = await requireGlobalAdmin(ctx, ctx.session)
      if (session.organisation.partnerStatus !== 'active') throw refused({ code: 'partner_not_active' })
      return session
    })
    .mutation(({ ctx, input: { kind }, prepared: session }) => startAnotherKind(ctx, ctx.db, session, kind)),
}

/** Refuses everybody but a global admin of the company, and tells them who is one. */
async function requireGlobalAdmin(ctx: Context, session: Session): Promise<PartnerSession> {
  if (session.audience !== 'partner' || !session.organisation) throw refused({ code: 'not_signed_in' })
  const own = session as PartnerSession
  if (may('partner', session.roles, 'enrolment.manage')) return own
  const { organisation, account } = own
  const tenant = { organisationId: organisation.id, audience: 'partner', personId: account.id } as const
  const refusal = await asTenant(ctx.database, tenant, (db) =>
    whomToAsk(db, organisation.id, 'enrolment.manage'),
  )
  await recordRefusal(ctx, session, refusal, 'enrolment.account')
  throw refused(refusal)
}

function refuseKind({ cloud }: Context, kind: PartnerKind): void {
  if (!cloud.enrolment.kinds.includes(kind)) throw refused({ code: 'feature_off' })
}

async function completeWorkAccount(
  ctx: Context,
  db: AuthDb,
  confirmed: { link: Extract<OneTimeLink, { kind: 'work_account' }>; passwordHash: string },
): Promise<{ session: StartedSession }> {
  const { email, organisation: legalName, country, kind } = confirmed.link.details
  const accountId = await createAccount(ctx, db, 'partner', confirmed)
  const roles: Session['roles'] = ['global_admin']
  const company = { legalName, country, kind, knownAs: null, membership: null }
  const place = await startApplication(ctx, db, { ...company, accountId, email, roles })
  const person = { accountId, email, audience: 'partner', method: 'password', roles, ...place } as const
  return { session: await continueSignIn(ctx, db, person, null) }
}

type NewApplication = {
  legalName: string
  country: string
  kind: PartnerKind
  knownAs: Id<'organisation'> | null
  membership: MpnProfile | null
  accountId: Id<'account'>
  /** The applicant's proven address. */
  email: string
  roles: Session['roles']
}

async function startApplication(
  ctx: Context,
  db: AuthDb,
  { accountId, email, roles, ...company }: NewApplication,
) {
  const { now } = ctx
  const id = newId<'organisation'>()
  const membershipId = newId<'membership'>()
  await actAs(db, accountId)
  await insertApplicant(db, { ...company, id, applicantId: accountId }, now)
  await confirmDomain(db, { organisationId: id, provenBy: 'admin', email }, now)
  await insertMembership(
    db,
    { id: membershipId, accountId, audience: 'partner', organisationId: id, status: 'active', roles },
    now,
  )
  const payload = { membershipId, kind: company.kind, ...(company.knownAs && { knownAs: company.knownAs }) }
  await insertAudit(
    db,
    { ...actorOf(ctx), accountId, roles },
    [{ organisationId: id, action: 'enrolment.started', payload }],
    now,
  )
  return { organisationId: id, membershipId }
}

async function startAnotherKind(
  ctx: Context,
  db: AuthDb,
  session: PartnerSession,
  kind: PartnerKind,
): Promise<{ organisationId: Id<'organisation'> }> {
  const { account, organisation } = session
  await recheck(db, session, 'enrolment.manage', () => whomToAsk(db, organisation.id, 'enrolment.manage'))
  // Such a session could not go on in the new company.
  if ((await findSignInMethod(db, session.id)) === 'directory')
    throw refused({ code: 'password_sign_in_required' })
  const workplaces = await listWorkplaces(db, account.id)
  const existing = workplaces.find(
    ({ partnerKind, status }) => partnerKind === kind && status !== 'deauthorised',
  )
  if (existing) return { organisationId: existing.id }
  const profile = await findCompanyProfile(db, organisation.id)
  const isComplete = missingParts(profile, false, false).every((part) => part === 'support')
  const { organisationId } = await startApplication(ctx, db, {
    ...{ legalName: organisation.legalName, country: organisation.country, kind },
    // Only a complete profile is reused; otherwise everything is asked.
    knownAs: isComplete ? organisation.id : null,
    membership: isComplete ? await findKnownMembership(db, organisation.id, kind) : null,
    ...{ accountId: account.id, email: account.email, roles: ['global_admin'] },
  })
  return { organisationId }
}
