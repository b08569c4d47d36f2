import { insertAudit, instanceChain } from '@entente/db/core/audit'
import {
  findOperatorContact,
  foreignLinksAllowed,
  lockFourEyes,
  needsFourEyes,
  saveForeignLinks,
  saveOperatorContact,
} from '@entente/db/core/instance-settings'
import { foreignLinksInput, fourEyesInput, operatorContact } from '@entente/domain/operator/instance-setting'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'
import { askForConfirmation } from './asked-act.ts'
import { setFourEyes } from './four-eyes.ts'

/** What operators set for the whole instance. */
export const operatorSettings = t.router({
  get: operatorQuery('instance.settings').query(async ({ ctx: { db, operator } }) => ({
    foreignLinks: await foreignLinksAllowed(db),
    fourEyes: await needsFourEyes(db),
    contact: (await findOperatorContact(db)) ?? operator,
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

  /**
   * Sets whether ending a partner needs a second operator (U12). The end of the rule needs one too: otherwise one operator
   * could end the rule and then a partner.
   */
  setFourEyes: operatorMutation('instance.settings', { fresh: true })
    .input(fourEyesInput)
    .mutation(async ({ ctx, input: { isOn, reason } }) => {
      const asks = (await lockFourEyes(ctx.db)) && !isOn
      if (asks) await askForConfirmation(ctx, { kind: 'end_four_eyes', targetId: instanceChain, reason })
      else await setFourEyes(ctx, isOn, reason)
      return { asked: asks }
    }),

  /** How people reach the operator, on every page and in every mail from then on. */
  setContact: operatorMutation('instance.settings', { fresh: true })
    .input(operatorContact)
    .mutation(async ({ ctx, input: { idempotencyKey: _, ...contact } }) => {
      await saveOperatorContact(ctx.db, contact)
      await insertAudit(
        ctx.db,
        actorOf(ctx),
        [{ organisationId: instanceChain, action: 'instance.operator_contact_set', payload: contact }],
        ctx.now,
      )
      return {}
    }),
})
