import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { isIn, type PartnerDb, type Scoped } from '@entente/db/core/scopes'
import {
  type Enrolment,
  type EnrolmentChange,
  findEnrolment,
  insertEnrolmentEvent,
  lockEnrolment,
  saveEnrolment,
} from '@entente/db/enrolment/enrolments'
import {
  findApplicationFacts,
  type PartnerProfile,
  type ProfileChange,
  saveCompanyProfile,
  saveContactStatus,
} from '@entente/db/enrolment/partner-profiles'
import { consumeContactLinks, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import {
  advanceContact,
  type ContactFacts,
  type ContactStep,
  contactLimits,
} from '@entente/domain/enrolment/contact-verification'
import { deadlineNow } from '@entente/domain/enrolment/deadline'
import type { EnrolmentEvent, EnrolmentFacts } from '@entente/domain/enrolment/enrolment'
import { enrolmentAction } from '@entente/domain/enrolment/enrolment-action'
import { missingParts } from '@entente/domain/enrolment/enrolment-parts'
import { advance } from '@entente/domain/enrolment/enrolment-step'
import { askedChecks } from '@entente/domain/enrolment/evidence'
import { isForeignAddress } from '@entente/domain/enrolment/foreign-address'
import { enrolmentMailJobs } from '@entente/queue/application-mails'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import {
  type ApplicationReview,
  checksWithoutEvidence,
  type GivenEvidence,
  readReview,
  resultsOf,
} from './application-review.ts'

/** Who acts on an application, by the scope of the transaction: a contact has no account and acts in `auth`. */
const sideOf = { partner: 'applicant', operator: 'operator', auth: 'contact' } as const

type SideCtx = Context & { db: Scoped<keyof typeof sideOf> }
/** The context of an applicant's procedure. */
export type ApplicantCtx = Context & { db: PartnerDb; session: PartnerSession }

/** An application as one side sees it, and the moment at which it acts. */
export type Application = {
  enrolment: Enrolment
  profile: PartnerProfile
  /** Only the operator sees it; it guards only operators' acts. */
  review: ApplicationReview | null
  given: GivenEvidence & { consented: Awaited<ReturnType<typeof findApplicationFacts>>['consents'] }
  side: (typeof sideOf)[keyof typeof sideOf]
  facts: EnrolmentFacts
  contact: ContactFacts
  /** The newest verification; earlier ones no longer count. */
  contactLinkId: Id<'one_time_link'> | null
  /** The company's confirmed domains if the contact's address is at none of them; null otherwise. */
  contactForeignTo: string[] | null
  now: Date
}

/** Reads an application for the side whose transaction `ctx.db` is. */
export const load = async (ctx: SideCtx, id: Id<'organisation'>): Promise<Application> =>
  withFacts(ctx, await findEnrolment(ctx.db, id))

/** Locks an application and reads it; `seen` is the version that the page showed, and a later one is refused. */
export async function lock(ctx: SideCtx, id: Id<'organisation'>, seen?: number): Promise<Application> {
  // A statement of its own: only what is read after the wait for the lock is as the other side left it.
  const enrolment = await lockEnrolment(ctx.db, id)
  if (enrolment && seen !== undefined && seen !== enrolment.version)
    throw refused({ code: 'enrolment_state_changed', state: enrolment.state })
  return withFacts(ctx, enrolment)
}

async function withFacts(
  { db, session, cloud, now }: SideCtx,
  enrolment: Enrolment | undefined,
): Promise<Application> {
  if (!enrolment) throw refused({ code: 'not_found' })
  const { knownAs, mpnId } = enrolment
  const side = sideOf[db.scope]
  const found = await findApplicationFacts(db, enrolment, now)
  const { profile, contactLinkId } = found
  const given = {
    asked: askedChecks(cloud.enrolment.checklists[enrolment.kind]),
    documents: found.documents,
    consents: found.consents.map(({ check }) => check),
    consented: found.consents,
  }
  const review = isIn(db, 'operator') ? await readReview(db, enrolment, profile, given.asked) : null
  const facts = {
    missing: missingParts(profile, knownAs !== null, checksWithoutEvidence(given).length > 0),
    contact: profile.contactStatus,
    isContactApplicant: profile.contactIsApplicant === true,
    checks: resultsOf(review),
    isMembershipLinked: mpnId !== null,
    hasAnswer: found.hasAnswer,
    deadline: deadlineNow(enrolment.answerUntil, now),
    isDeadlineTooSoon: false,
    isAdminAgent: side === 'applicant' && (session?.roles.includes('admin_agent') ?? false),
    contactChanges: false,
  } as const
  const contact = { ...found.contactMails, by: side }
  const { contactEmail } = profile
  const isForeign = contactEmail !== null && isForeignAddress(contactEmail, found.domains)
  const contactForeignTo = isForeign ? found.domains : null
  return { enrolment, profile, review, given, side, facts, contact, contactLinkId, contactForeignTo, now }
}

type StepDetails = {
  /** Shown to the applicant with the event. */
  note?: string | null
  /** What else changes in the application, and in its profile. */
  change?: Omit<EnrolmentChange, 'state'>
  profileChange?: ProfileChange
  /** What the audit record holds besides the states. The company can read it. */
  payload?: Record<string, unknown>
}

/**
 * Takes one step of a locked application (§4.2), or refuses it, and returns the application after it. It writes the row,
 * the event, the profile with the state of its contact (§4.3), one audit record for the company (an operator's act in the
 * instance's own chain too) and one job for each mail, all in the caller's transaction.
 */
export async function step(
  ctx: SideCtx,
  application: Application,
  event: EnrolmentEvent,
  { note = null, change = {}, profileChange = {}, payload = {} }: StepDetails = {},
): Promise<Application> {
  const { enrolment, side, now } = application
  const { organisationId, state: from } = enrolment
  const changed = { ...application.profile, ...profileChange }
  const contactChanges = changed.contactEmail !== application.profile.contactEmail
  const isContactApplicant = changed.contactIsApplicant === true
  const plan = settled(advance(from, event, { ...application.facts, isContactApplicant, contactChanges }))
  const contact =
    plan.contact && settled(advanceContact(changed.contactStatus, plan.contact, application.contact))
  // Saves the state only when it changes: saving it restarts the time in the state.
  const isAnswered = plan.state !== from || event === 'change_contact'
  const saved = {
    ...(isAnswered && enrolment.answerUntil && { answerUntil: null }),
    ...change,
    ...(plan.state !== from && { state: plan.state }),
  }
  await saveEnrolment(ctx.db, enrolment, saved, now)
  const actorId = ctx.session?.account.id ?? null
  const entry = { organisationId, event, state: plan.state, actorSide: side, actorId, note }
  await insertEnrolmentEvent(ctx.db, entry, now)
  const record = { from, state: plan.state, ...payload, ...(note !== null && { note }) }
  await recordAct(ctx, application, enrolmentAction[event], record)
  const mailId = await saveProfile(ctx, application, profileChange, contact)
  const isApplicantTold = plan.mails.some(({ to }) => to === 'applicant')
  const jobs = plan.mails.map(({ kind, to }) => ({
    ...(kind === 'verify_contact' && mailId && { id: mailId }),
    name: enrolmentMailJobs[kind],
    data: { organisationId, to, ...(to === 'contact' && isApplicantTold && { isApplicantTold }) },
  }))
  await enqueue(ctx.db, jobs, now)
  const stateSince = plan.state === from ? enrolment.stateSince : now
  return {
    ...application,
    enrolment: { ...enrolment, ...saved, version: enrolment.version + 1, stateSince },
    profile: { ...changed, contactStatus: contact?.state ?? changed.contactStatus },
  }
}

/** Sends M-01 to the same address again (§4.3), as the side that asks may; the earlier link stops working. */
export async function resendVerification(ctx: SideCtx, application: Application): Promise<void> {
  const { profile, enrolment, contact, now } = application
  const { organisationId } = enrolment
  const next = settled(advanceContact(profile.contactStatus, 'resend', contact))
  const id = await saveProfile(ctx, application, {}, next)
  const data = { organisationId, to: 'contact' } as const
  await enqueue(ctx.db, [{ ...(id && { id }), name: enrolmentMailJobs.verify_contact, data }], now)
  await recordAct(ctx, application, 'enrolment.contact_mail_repeated', { email: profile.contactEmail })
}

/** Records an act for the company, and an operator's act in the instance's own chain too. */
export function recordAct(
  ctx: SideCtx,
  { enrolment: { organisationId }, side, now }: Application,
  action: AuditAction,
  payload: Record<string, unknown>,
): Promise<void> {
  const own = { organisationId, action, payload }
  const instance = {
    organisationId: instanceChain,
    action,
    payload: { partnerId: organisationId, ...payload },
  }
  return insertAudit(ctx.db, actorOf(ctx), side === 'operator' ? [own, instance] : [own], now)
}

/**
 * Saves a change of the profile together with the next state of its contact. When M-01 is sent, it makes the contact's
 * new link and returns the id of the mail's job: what the provider reports on it comes back to this profile.
 */
async function saveProfile(
  { db, keyring }: SideCtx,
  { enrolment: { organisationId }, profile, now }: Application,
  change: ProfileChange,
  contact: ContactStep | null,
): Promise<Id<'outbox'> | undefined> {
  if (contact && contact.mails.length === 0) {
    await saveContactStatus(db, organisationId, contact.state, now)
    return undefined
  }
  if (!contact && Object.keys(change).length === 0) return undefined
  if (!isIn(db, 'partner', 'operator')) throw new Error('A contact changes nothing but its answer.')
  if (!contact) {
    await saveCompanyProfile(db, organisationId, change, now)
    return undefined
  }
  const email = change.contactEmail ?? profile.contactEmail
  // `submit` is refused without a contact, and a contact is never removed.
  if (!email) throw new Error(`The application ${organisationId} has no contact.`)
  await consumeContactLinks(db, organisationId, now)
  await insertOneTimeLink(db, {
    ...{ id: newId<'one_time_link'>(), kind: 'contact', kid: keyring.link.newest, version: 1 },
    ...{ accountId: null, organisationId, details: { email }, createdAt: now },
    expiresAt: new Date(now.getTime() + contactLimits.linkDays * 86_400_000),
  })
  const contactMailId = newId<'outbox'>()
  const asked = { contactStatus: contact.state, contactSentAt: now, contactVerifiedAt: null, contactMailId }
  await saveCompanyProfile(db, organisationId, { ...change, ...asked }, now)
  return contactMailId
}
