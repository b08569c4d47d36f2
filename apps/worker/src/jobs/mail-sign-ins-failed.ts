import { asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { signInsFailedMail } from '@entente/mail/sign-ins-failed'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells the owner of an account that a series of sign-ins failed; sends nothing if there is no such account (S14). */
export const mailSignInsFailed: Handler<'mail.sign-ins-failed'> = async (tools, { accountId }, job) => {
  const { cloud, database, sites } = tools
  const account = await asAuth(database, null, (db) => findAccountById(db, accountId))
  if (!account) return
  const { email, name, locale, audience } = account
  await deliver(tools, job, {
    recipient: email,
    render: (frame) => signInsFailedMail({ ...frame, name }, wordsFor(cloud, locale)),
    link: `${sites[audience]}/reset`,
  })
}
