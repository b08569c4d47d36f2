import { asTenant } from '@entente/db/core/scopes'
import { listAuthorsOfRevoked } from '@entente/db/relationship/relationship-requests'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/** Records one mail to each person whose requests carry a link that was revoked. */
export const partnerLinkRevoked: Handler<'partner.link-revoked'> = async (tools, data, job) => {
  const { database, clock } = tools
  const scope = { organisationId: data.partnerId, audience: 'partner', personId: null } as const
  await asTenant(database, scope, async (db) => {
    const authors = await listAuthorsOfRevoked(db, data)
    const mails = authors.map(({ accountId }) => ({
      ...followUp(job, accountId),
      name: 'mail.link-revoked' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
