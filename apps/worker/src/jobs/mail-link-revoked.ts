import { asTenant } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { listAuthorsOfRevoked } from '@entente/db/relationship/relationship-requests'
import { linkRevokedMail } from '@entente/mail/link-revoked'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells one person of the partner that nobody can accept these requests of theirs any more (§4.6). */
export const mailLinkRevoked: Handler<'mail.link-revoked'> = async (tools, data, job) => {
  const { partnerId, accountId } = data
  const { cloud, database, sites } = tools
  const scope = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const found = await asTenant(database, scope, async (db) => {
    const person = await findPersonByAccount(db, partnerId, accountId)
    const partner = await findPartnerCard(db, partnerId)
    const own = (await listAuthorsOfRevoked(db, data)).find((author) => author.accountId === accountId)
    return person?.status === 'active' && partner && own
      ? { person, partner, count: own.requests }
      : undefined
  })
  if (!found) return
  const { person, partner, count } = found
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      linkRevokedMail(
        { ...frame, name: person.name, organisation: partner.legalName, count },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.partner}/requests`,
  })
}
