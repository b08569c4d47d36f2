import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { isIn, type Scoped } from '@entente/db/core/scopes'
import { hasDocumentSince } from '@entente/db/enrolment/enrolment-documents'
import { findEnrolmentReview } from '@entente/db/enrolment/enrolment-reviews'
import {
  type ActorSide,
  type Enrolment,
  type EnrolmentChange,
  insertEnrolmentEvent,
  lockEnrolment,
  saveEnrolment,
} from '@entente/db/enrolment/enrolments'
import {
  findPartnerProfile,
  type PartnerProfile,
  savePartnerProfile,
} from '@entente/db/enrolment/partner-profiles'
import { consumeContactLinks, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import { contactLimits } from '@entente/domain/enrolment/contact-verification'
import {
  advance,
  type EnrolmentEvent,
  type EnrolmentFacts,
  type EnrolmentMail,
} from '@entente/domain/enrolment/enrolment'
import { enrolmentAction } from '@entente/domain/enrolment/enrolment-action'
import { missingParts } from '@entente/domain/enrolment/enrolment-parts'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'

type StepDb = Scoped<'partner' | 'operator' | 'auth'>

/** Locks an application for a step; `seen` is the version that the page showed, and a later one is refused. */
export async function lockedEnrolment(db: StepDb, id: Id<'organisation'>, seen?: number): Promise<Enrolment> {
  const enrolment = await lockEnrolment(db, id)
  if (!enrolment) throw refused({ code: 'not_found' })
  if (seen !== undefined && seen !== enrolment.version)
    throw refused({ code: 'enrolment_state_changed', state: enrolment.state })
  return enrolment
}

export async function profileOf(db: StepDb, id: Id<'organisation'>): Promise<PartnerProfile> {
  const profile = await findPartnerProfile(db, id)
  // insertEnrolment writes both.
  if (!profile) throw new Error(`The application ${id} has no profile.`)
  return profile
}

/**
 * The facts that the guards need, read in the caller's transaction. Only the operator's scope sees the checks, which
 * guard only operators' acts; the contact's scope sees no documents and needs none.
 */
export async function enrolmentFacts(
  db: StepDb,
  enrolment: Enrolment,
  known: { isAdminAgent?: boolean; contactChanges?: boolean } = {},
): Promise<EnrolmentFacts> {
  const { organisationId, stateSince, knownAs, mpnId } = enrolment
  const profile = await profileOf(db, organisationId)
  const review = isIn(db, 'operator') ? await findEnrolmentReview(db, organisationId) : undefined
  return {
    missing: missingParts(profile, knownAs !== null),
    contact: profile.contactStatus,
    checks: { profile: review?.profileCheck ?? 'open', authority: review?.authorityCheck ?? 'open' },
    isMembershipLinked: mpnId !== null,
    hasNewDocument:
      isIn(db, 'partner', 'operator') && (await hasDocumentSince(db, organisationId, stateSince)),
    isAdminAgent: known.isAdminAgent ?? false,
    contactChanges: known.contactChanges ?? false,
  }
}

export type StepInput = {
  /** Locked by the caller (`lockedEnrolment`). */
  enrolment: Enrolment
  facts: EnrolmentFacts
  event: EnrolmentEvent
  side: ActorSide
  /** Shown to the applicant with the event. */
  note?: string | null
  /** What else changes in the application. */
  change?: Omit<EnrolmentChange, 'state'>
  /** What the audit record holds besides the states. The company can read it. */
  payload?: Record<string, unknown>
}

/**
 * Takes one step of an application (§4.2), or refuses it. It writes the row, the event, one audit record for the company
 * (an operator's act in the instance's own chain too) and one job for each mail, all in the caller's transaction.
 */
export async function takeStep(ctx: Context, db: StepDb, input: StepInput): Promise<Enrolment> {
  const { enrolment, facts, event, side, note = null, change = {}, payload = {} } = input
  const { organisationId, state: from } = enrolment
  const now = ctx.clock()
  const { state, mails } = settled(advance(from, event, facts))
  // Saves the state only when it changes: saving it restarts the time in the state.
  const saved = { ...change, ...(state !== from && { state }) }
  await saveEnrolment(db, enrolment, saved, now)
  const actorId = ctx.session?.account.id ?? null
  await insertEnrolmentEvent(db, { organisationId, event, state, actorSide: side, actorId, note }, now)
  const record = { from, state, ...payload, ...(note !== null && { note }) }
  const action = enrolmentAction[event]
  await insertAudit(
    db,
    actorOf(ctx),
    [
      { organisationId, action, payload: record },
      ...(side === 'operator'
        ? [{ organisationId: instanceChain, action, payload: { partnerId: organisationId, ...record } }]
        : []),
    ],
    now,
  )
  await enqueueMails(ctx, db, organisationId, mails)
  return {
    ...enrolment,
    ...saved,
    state,
    version: enrolment.version + 1,
    stateSince: state === from ? enrolment.stateSince : now,
  }
}

async function enqueueMails(
  ctx: Context,
  db: StepDb,
  organisationId: Id<'organisation'>,
  mails: readonly EnrolmentMail[],
): Promise<void> {
  const now = ctx.clock()
  for (const { kind, to } of mails) {
    const id = newId<'outbox'>()
    if (kind === 'verify_contact') {
      if (!isIn(db, 'partner', 'operator')) throw new Error('A contact does not ask itself to confirm.')
      await issueContactLink(ctx, db, organisationId, id)
    }
    await enqueue(db, [{ id, name: 'mail.enrolment', data: { organisationId, kind, to } }], now)
  }
}

/** Makes a verification link for the primary contact; earlier links stop working (§4.3). The mail job reads the row. */
export async function issueContactLink(
  { clock, keyring }: Context,
  db: Scoped<'partner' | 'operator'>,
  organisationId: Id<'organisation'>,
  mailId: Id<'outbox'>,
): Promise<void> {
  const now = clock()
  const { contactEmail } = await profileOf(db, organisationId)
  // `submit` is refused without a contact, and a contact is never removed.
  if (!contactEmail) throw new Error(`The application ${organisationId} has no contact.`)
  await consumeContactLinks(db, organisationId, now)
  await insertOneTimeLink(db, {
    id: newId<'one_time_link'>(),
    kind: 'contact',
    kid: keyring.link.newest,
    version: 1,
    accountId: null,
    organisationId,
    details: { email: contactEmail },
    createdAt: now,
    expiresAt: new Date(now.getTime() + contactLimits.linkDays * 86_400_000),
  })
  const contact = {
    contactStatus: 'sent',
    contactSentAt: now,
    contactVerifiedAt: null,
    contactMailId: mailId,
  } as const
  await savePartnerProfile(db, organisationId, contact, now)
}
