import { asAuth } from '@entente/db/core/scopes'
import { findAccountById } from '@entente/db/identity/accounts'
import { alreadySignedUpMail } from '@entente/mail/already-signed-up'
import { workAccountExistsMail } from '@entente/mail/work-account'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells the owner of an account that somebody signed up with its address. Only the owner learns of it (S14). */
export const mailSignUpRepeated: Handler<'mail.sign-up-repeated'> = async (tools, { accountId }, job) => {
  const { cloud, database, sites } = tools
  const account = await asAuth(database, null, (db) => findAccountById(db, accountId))
  if (!account) return
  const { email, name, locale, audience } = account
  const mail = audience === 'partner' ? workAccountExistsMail : alreadySignedUpMail
  await deliver(tools, job, {
    recipient: email,
    render: (frame) => mail({ ...frame, name }, wordsFor(cloud, locale)),
    link: `${sites[audience]}/sign-in`,
  })
}
