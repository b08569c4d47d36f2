import { asAuth } from '@entente/db/core/scopes'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { confirmSignUpMail } from '@entente/mail/confirm-sign-up'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { confirmUrl } from '../links.ts'

/** Sends the link that confirms a sign-up's address, unless the link was used or has expired. */
export const mailSignUpStarted: Handler<'mail.sign-up-started'> = async (tools, { linkId }, job) => {
  const { cloud, clock, database } = tools
  const link = await asAuth(database, null, (db) => findOneTimeLink(db, linkId))
  if (link?.kind !== 'sign_up' || link.consumedAt || link.expiresAt <= clock()) return
  const { name, organisation, email, locale } = link.details
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      confirmSignUpMail(
        { ...frame, name, organisation, expiresAt: link.expiresAt, timeZone: cloud.timeZone },
        wordsFor(cloud, locale),
      ),
    link: confirmUrl(tools, link),
  })
}
