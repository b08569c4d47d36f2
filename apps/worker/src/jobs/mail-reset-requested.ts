import { asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { resetPasswordMail } from '@entente/mail/reset-password'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { resetUrl } from '../links.ts'

/** Sends the password reset link to the account's own address, unless the link was used or has expired. */
export const mailResetRequested: Handler<'mail.reset-requested'> = async (tools, { linkId }, job) => {
  const { cloud, clock, database } = tools
  const found = await asAuth(database, null, async (db) => {
    const link = await findOneTimeLink(db, linkId)
    const account = link?.accountId && (await findAccountById(db, link.accountId))
    return account && { link, account }
  })
  if (found?.link.kind !== 'reset' || found.link.consumedAt || found.link.expiresAt <= clock()) return
  const { link, account } = found
  const { email, name, locale, timeZone } = account
  const words = wordsFor(cloud, locale, link.details.locale)
  await deliver(tools, job, {
    recipient: email,
    render: (frame) =>
      resetPasswordMail(
        {
          ...{ ...frame, name, expiresAt: link.expiresAt, timeZone: timeZone ?? cloud.timeZone },
          by: link.details.by,
        },
        words,
      ),
    link: resetUrl(tools, account.audience, link),
  })
}
