import { organisationDomain } from '@entente/auth/web-mail'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import { findImport, markImportSeen } from '@entente/db/enrolment/directory-imports'
import { listDirectoryProfiles } from '@entente/db/enrolment/operator-directory'
import {
  deleteWebMailDomain,
  insertWebMailDomain,
  listAddedWebMailDomains,
} from '@entente/db/enrolment/web-mail-domains'
import type { AuditAction } from '@entente/domain/core/audit-action'
import {
  directoryListInput,
  importInput,
  webMailDomainInput,
} from '@entente/domain/enrolment/directory-input'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { planImport, startImport, workOnImport } from './directory-import.ts'

/** What the operator keeps for enrolment: the membership directory of this instance, and its own web-mail domains. */
export const operatorDirectory = t.router({
  list: operatorQuery('directory.manage')
    .input(directoryListInput)
    .query(({ ctx: { db }, input }) => listDirectoryProfiles(db, input)),

  /**
   * Takes in a file of profiles and logins; `imported` says how far it is, which rows it could not use, and why. Text that
   * is not Unicode is refused until the person has confirmed how it reads.
   */
  import: operatorMutation('directory.manage', { fresh: true })
    .input(importInput)
    .prepare(({ ctx, input }) => planImport(ctx, input))
    .mutation(({ ctx, prepared }) => startImport(ctx, prepared)),

  /** The operator's last import, or null. Each look lets an unfinished one go on. */
  imported: operatorQuery('directory.manage').query(async ({ ctx }) => {
    const { db, session, now } = ctx
    const found = await findImport(db, session.account.id)
    if (!found) return null
    if (!found.finishedAt) ctx.inBackground(() => workOnImport(ctx))
    else if (!found.seenAt) await markImportSeen(db, found.id, now)
    const { id: _, seenAt: __, ...shown } = found
    return shown
  }),

  webMail: operatorQuery('web_mail.manage').query(({ ctx: { db } }) => listAddedWebMailDomains(db)),

  /** Adds a web-mail provider; addresses of it are refused from then on, those in use stay. */
  addWebMail: operatorMutation('web_mail.manage', { fresh: true })
    .input(webMailDomainInput)
    .mutation(async ({ ctx, input: { domain } }) => {
      const isBuiltIn = organisationDomain(`anybody@${domain}`, new Set()) === null
      if (isBuiltIn) return { domain, result: 'built_in' as const }
      const isNew = await insertWebMailDomain(ctx.db, domain, ctx.session.account.id, ctx.now)
      if (!isNew) return { domain, result: 'there_already' as const }
      await recordForInstance(ctx, 'web_mail.added', { domain })
      return { domain, result: 'added' as const }
    }),

  removeWebMail: operatorMutation('web_mail.manage', { fresh: true })
    .input(webMailDomainInput)
    .mutation(async ({ ctx, input: { domain } }) => {
      if (!(await deleteWebMailDomain(ctx.db, domain))) throw refused({ code: 'not_found' })
      await recordForInstance(ctx, 'web_mail.removed', { domain })
      return { domain }
    }),
})

const recordForInstance = (
  ctx: Context & { db: OperatorDb },
  action: AuditAction,
  payload: Record<string, unknown>,
) => insertAudit(ctx.db, actorOf(ctx), [{ organisationId: instanceChain, action, payload }], ctx.now)
