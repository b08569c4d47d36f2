import { organisationDomain } from '@entente/auth/web-mail'
import type { PartnerDb, Scoped } from '@entente/db/core/scopes'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import type { Role } from '@entente/domain/core/role'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { enrolmentFacts, lockedEnrolment, type StepWishes, takeStep } from './enrolment-step.ts'

/** What a procedure of the applicant works with. */
export type ApplicantCtx = Context & { db: PartnerDb; session: PartnerSession }

export const isAdminAgent = (roles: readonly Role[]): boolean => roles.includes('admin_agent')

type Wishes = Pick<StepWishes, 'event'> & Partial<Pick<StepWishes, 'note' | 'change' | 'payload'>>

/** Locks the applicant's own application, in the version that the page showed where it says one. */
export const ownEnrolment = ({ db, session }: ApplicantCtx, seen?: number) =>
  lockedEnrolment(db, session.organisation.id, seen)

/** One step of the applicant's own application, from what the rows say now. */
export async function stepOfApplicant(ctx: ApplicantCtx, wishes: Wishes, seen?: number) {
  const enrolment = await ownEnrolment(ctx, seen)
  const facts = await enrolmentFacts(ctx.db, enrolment, {
    isAdminAgent: isAdminAgent(ctx.session.roles),
  })
  return takeStep(ctx, ctx.db, { ...wishes, enrolment, facts, side: 'applicant' })
}

/** A work account and a primary contact have an address of the company's own. */
export async function refuseWebMail(db: Scoped<'partner' | 'auth'>, email: string): Promise<void> {
  if (organisationDomain(email, await listWebMailDomains(db)) === null)
    throw refused({ code: 'web_mail_address' })
}
