import { asAuth } from '@entente/db/core/scopes'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { workAccountMail } from '@entente/mail/work-account'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { workAccountUrl } from '../links.ts'

/** Sends the link that confirms the address of a new work account, unless the link was used or has expired. */
export const mailWorkAccountStarted: Handler<'mail.work-account-started'> = async (
  tools,
  { linkId },
  job,
) => {
  const { cloud, clock, database } = tools
  const link = await asAuth(database, null, (db) => findOneTimeLink(db, linkId))
  if (link?.kind !== 'work_account' || link.consumedAt || link.expiresAt <= clock()) return
  const { name, organisation, email, locale } = link.details
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      workAccountMail(
        { ...frame, name, organisation, expiresAt: link.expiresAt, timeZone: cloud.timeZone },
        wordsFor(cloud, locale),
      ),
    link: workAccountUrl(tools, link),
  })
}
