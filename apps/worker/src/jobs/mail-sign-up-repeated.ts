import { findAccountById } from '@entente/db/accounts'
import { asAuth } from '@entente/db/scopes'
import { alreadySignedUpMail } from '@entente/mail/already-signed-up'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells the owner of an account that somebody signed up with its address again; nobody else learns it (S14). */
export const mailSignUpRepeated: Handler<'mail.sign-up-repeated'> = async (tools, { accountId }, job) => {
  const { cloud, database, sites } = tools
  const account = await asAuth(database, null, (db) => findAccountById(db, accountId))
  if (!account) return
  const { email, name, locale } = account
  await deliver(tools, job, {
    recipient: email,
    render: () => alreadySignedUpMail({ cloud: cloud.name, name }, wordsFor(cloud, locale)),
    link: `${sites.customer}/sign-in`,
  })
}
