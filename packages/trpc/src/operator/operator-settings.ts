import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { foreignLinksAllowed, saveForeignLinks } from '@entente/db/core/instance-settings'
import { foreignLinksInput } from '@entente/domain/operator/instance-setting'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

/** What operators set for the whole instance. */
export const operatorSettings = t.router({
  get: operatorQuery('instance.settings').query(async ({ ctx: { db } }) => ({
    foreignLinks: await foreignLinksAllowed(db),
  })),

  /** Allows or forbids links to other hosts in mails that the platform sends for partners (S10). */
  setForeignLinks: operatorMutation('instance.settings', { fresh: true })
    .input(foreignLinksInput)
    .mutation(async ({ ctx, input: { areAllowed } }) => {
      const payload = { areAllowed }
      if (await saveForeignLinks(ctx.db, areAllowed))
        await insertAudit(
          ctx.db,
          actorOf(ctx),
          [{ organisationId: instanceChain, action: 'instance.foreign_links_set', payload }],
          ctx.now,
        )
      return {}
    }),
})
