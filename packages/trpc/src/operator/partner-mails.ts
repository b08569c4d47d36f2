import type { OperatorDb } from '@entente/db/core/scopes'
import { listPeople } from '@entente/db/identity/people'
import type { Id } from '@entente/domain/core/id'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'

type PartnerMail =
  | 'mail.partner-suspended'
  | 'mail.suspension-lifted'
  | 'mail.privileges-frozen'
  | 'mail.privileges-thawed'

/** Records a mail to each global admin of a partner, and to its primary contact if that is another person. */
export async function mailPartner(
  ctx: Context & { db: OperatorDb },
  name: PartnerMail,
  partnerId: Id<'organisation'>,
) {
  await mailAdmins(ctx, name, partnerId)
  await enqueue(ctx.db, [{ name, data: { partnerId, requestId: ctx.requestId } }], ctx.now)
}

/** Records a mail to each global admin of a partner. */
export async function mailAdmins(
  { db, now, requestId }: Context & { db: OperatorDb },
  name: PartnerMail,
  partnerId: Id<'organisation'>,
) {
  const admins = (await listPeople(db, partnerId)).filter(
    ({ status, roles }) => status === 'active' && roles.includes('global_admin'),
  )
  const toAdmins = admins.map(({ accountId }) => ({ name, data: { partnerId, accountId, requestId } }))
  await enqueue(db, toAdmins, now)
}
