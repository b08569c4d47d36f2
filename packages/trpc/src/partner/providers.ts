import { providerEntryInput } from '@entente/addresses/company-profile'
import { insertAudit } from '@entente/db/core/audit'
import { asVisitor } from '@entente/db/core/scopes'
import { findProviderEntry, listProviders, saveProviderEntry } from '@entente/db/partner/provider-entries'
import { providerListInput } from '@entente/domain/partner/provider-entry'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  type PartnerSession,
  partnerMutation,
  partnerQuery,
  publicProcedure,
} from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/**
 * The directory of providers, in clouds with the two-tier model. Nothing in it binds anybody: a
 * reseller reads it and gets in touch.
 */
export const providers = t.router({
  /** Open to everybody: one page of the providers that the operator lists. */
  list: publicProcedure.input(providerListInput).query(({ ctx: { cloud, database }, input }) => {
    if (!cloud.indirect.isOn) throw refused({ code: 'not_found' })
    return asVisitor(database, (db) => listProviders(db, input))
  }),

  /** The provider's own entry, null until it wrote one, and whether it is listed. */
  entry: partnerQuery('provider_entry.edit').query(async ({ ctx }) => {
    needProvider(ctx)
    return (await findProviderEntry(ctx.db, ctx.session.organisation.id)) ?? null
  }),

  /** Saves the entry. Everybody reads it at once if the operator lists the provider. */
  saveEntry: partnerMutation('provider_entry.edit')
    .input(providerEntryInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session, now } = ctx
      const { countries, region, services, languages, programmes, supportLevel, conditions } = input
      needProvider(ctx)
      if (session.organisation.partnerStatus !== 'active') throw refused({ code: 'provider_not_active' })
      const organisationId = session.organisation.id
      const entry = {
        ...{ countries, region, services, languages, programmes, supportLevel, conditions },
        ...{ contactEmail: input.email, contactPhone: input.phone, contactWebsite: input.website },
      }
      await saveProviderEntry(db, organisationId, entry, now)
      await insertAudit(
        db,
        actorOf(ctx),
        [{ organisationId, action: 'provider_entry.saved', payload: {} }],
        now,
      )
      return {}
    }),
})

function needProvider({ cloud, session }: Pick<Context, 'cloud'> & { session: PartnerSession }): void {
  if (!cloud.indirect.isOn || session.organisation.partnerKind !== 'indirect_provider')
    throw refused({ code: 'not_found' })
}
