import { organisationDomain } from '@entente/auth/web-mail'
import type { PartnerDb, Scoped } from '@entente/db/core/scopes'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import type { Role } from '@entente/domain/core/role'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { enrolmentFacts, lockedEnrolment, type StepInput, takeStep } from './enrolment-step.ts'

/** The context of an applicant's procedure. */
export type ApplicantCtx = Context & { db: PartnerDb; session: PartnerSession }

export const isAdminAgent = (roles: readonly Role[]): boolean => roles.includes('admin_agent')

type ApplicantStep = Pick<StepInput, 'event'> & Partial<Pick<StepInput, 'note' | 'change' | 'payload'>>

/** Locks the applicant's own application; `seen` is the version that the page showed, and a later one is refused. */
export const ownEnrolment = ({ db, session }: ApplicantCtx, seen?: number) =>
  lockedEnrolment(db, session.organisation.id, seen)

/** Takes one step of the applicant's own application. */
export async function takeApplicantStep(ctx: ApplicantCtx, step: ApplicantStep, seen?: number) {
  const enrolment = await ownEnrolment(ctx, seen)
  const facts = await enrolmentFacts(ctx.db, enrolment, {
    isAdminAgent: isAdminAgent(ctx.session.roles),
  })
  return takeStep(ctx, ctx.db, { ...step, enrolment, facts, side: 'applicant' })
}

/** Work accounts and primary contacts need an address at the company's own domain. */
export async function refuseWebMail(db: Scoped<'partner' | 'auth'>, email: string): Promise<void> {
  if (organisationDomain(email, await listWebMailDomains(db)) === null)
    throw refused({ code: 'web_mail_address' })
}
