import { randomInt } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import type { OperatorDb } from '@entente/db/core/scopes'
import type { Enrolment } from '@entente/db/enrolment/enrolments'
import { savePartnerNumber, saveVerifiedCard } from '@entente/db/enrolment/operator-enrolments'
import { confirmPartnerCard, restorePartnerCard } from '@entente/db/enrolment/partner-profiles'
import { consumeContactLinks } from '@entente/db/identity/one-time-links'
import { insertLinks } from '@entente/db/relationship/relationship-links'
import type { Context } from '../core/context.ts'
import { enrolmentFacts, profileOf, takeStep } from './enrolment-step.ts'

/**
 * Accepts an application: the company gets its partner ID, its two relationship links and the reviewed profile, and can
 * sign the agreement. For a change of an enrolled partner, the reviewed profile only becomes the verified one (§4.2).
 */
export async function acceptApplication(ctx: Context, db: OperatorDb, enrolment: Enrolment): Promise<void> {
  const { organisationId: id } = enrolment
  const facts = await enrolmentFacts(db, enrolment)
  const change = { reason: null, failedFields: [] }
  const { state } = await takeStep(ctx, db, { enrolment, facts, event: 'accept', side: 'operator', change })
  const { legalName, country } = await profileOf(db, id)
  await saveVerifiedCard(db, id, { legalName, country }, ctx.clock())
  if (state !== 'accepted') return void (await confirmPartnerCard(db, id))
  await givePartnerNumber(db, id)
  const ofBothKinds = [false, true].map((withPrivileges) => ({
    ...{ id: newId<'link'>(), partnerId: id, withPrivileges },
    kid: ctx.keyring.link.newest,
  }))
  await insertLinks(db, ofBothKinds, ctx.clock())
}

async function givePartnerNumber(db: OperatorDb, id: Enrolment['organisationId']): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++)
    if (await savePartnerNumber(db, id, String(randomInt(10_000_000, 100_000_000)))) return
  throw new Error('No free partner ID was found.')
}

export type Rejection = { reason: string; failedFields: string[] }

/** Rejects an application, or drops a change under review. The applicant reads the reason exactly as written. */
export async function rejectApplication(
  ctx: Context,
  db: OperatorDb,
  enrolment: Enrolment,
  { reason, failedFields }: Rejection,
): Promise<void> {
  const { organisationId: id } = enrolment
  const facts = await enrolmentFacts(db, enrolment)
  const details = { note: reason, change: { reason, failedFields }, payload: { failedFields } }
  const { state } = await takeStep(ctx, db, {
    enrolment,
    facts,
    event: 'reject',
    side: 'operator',
    ...details,
  })
  if (state !== 'active') return
  await consumeContactLinks(db, id, ctx.clock())
  await restorePartnerCard(db, id, ctx.clock())
}
