import { insertAudit } from '@entente/db/core/audit'
import { asDelegate, type DelegateDb } from '@entente/db/core/scopes'
import { findCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { listActivity } from '@entente/db/partner/partner-audit'
import { findResellerAccount, listResellerUsers } from '@entente/db/partner/reseller-accounts'
import { idOf } from '@entente/domain/core/id'
import { activityListInput } from '@entente/domain/partner/activity'
import { partnershipListInput } from '@entente/domain/partner/partnership'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession, permitted, tenantOf } from '../core/gates.ts'
import { read } from '../core/read.ts'
import { refused } from '../core/refused.ts'
import { verifiedProfile } from '../enrolment/reviewed-profile.ts'

type Page = 'profile' | 'users' | 'activity'

/**
 * A read of one page of a reseller's account, for the provider's admin agents. Each one is recorded in the reseller's
 * activity log with the name of who looked, in the same transaction.
 */
const resellerQuery = (page: Page) =>
  read(
    permitted<PartnerSession>('partner', 'reseller_accounts.view').input(
      z.object({ id: idOf<'partnership'>() }),
    ),
    <T>(
      { database, session }: Pick<Context, 'database'> & { session: PartnerSession },
      _input: unknown,
      work: (db: DelegateDb) => Promise<T>,
    ) => asDelegate(database, tenantOf(session), work),
    async (ctx, { id }) => {
      const { db, session, now } = ctx
      const reseller = await findResellerAccount(db, id)
      if (!reseller) throw refused({ code: 'not_found' })
      const { account, organisation } = session
      const payload = {
        ...{ partnershipId: id, providerId: organisation.id, page },
        by: { name: account.name, company: organisation.legalName },
      }
      const entry = { organisationId: reseller.resellerId, action: 'partnership.account_viewed' as const }
      await insertAudit(db, actorOf(ctx), [{ ...entry, payload }], now)
      return { reseller }
    },
  )

export const resellerAccount = {
  /** The reseller's company profile, as it was verified. */
  account: resellerQuery('profile').query(async ({ ctx: { db, reseller } }) => {
    const { resellerId, state, mpnId, legalName, partnerNumber, partnerStatus } = reseller
    const profile = await findCompanyProfile(db, resellerId)
    const { supportEmail, supportPhone, supportWebsite } = profile
    return {
      ...{ legalName, partnerNumber, status: partnerStatus, mpnId },
      profile: verifiedProfile(profile, state === 're_review').verified,
      support: { email: supportEmail, phone: supportPhone, website: supportWebsite },
    }
  }),

  users: resellerQuery('users')
    .input(partnershipListInput)
    .query(async ({ ctx: { db, reseller }, input }) => ({
      legalName: reseller.legalName,
      ...(await listResellerUsers(db, reseller.resellerId, input)),
    })),

  /** Sign-ins, people and the account itself; what concerns customers or other providers is not the provider's to read. */
  activity: resellerQuery('activity')
    .input(activityListInput)
    .query(async ({ ctx: { db, reseller }, input }) => ({
      legalName: reseller.legalName,
      ...(await listActivity(db, reseller.resellerId, input)),
    })),
}
