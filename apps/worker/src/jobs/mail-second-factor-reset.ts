import { asTenant } from '@entente/db/core/scopes'
import { findPerson } from '@entente/db/identity/people'
import { secondFactorResetMail } from '@entente/mail/second-factor-reset'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells a person that somebody else reset their second factor, so that they notice if they did not ask for it. */
export const mailSecondFactorReset: Handler<'mail.second-factor-reset'> = async (
  tools,
  { organisationId, audience, membershipId, by },
  job,
) => {
  const { cloud, database, sites } = tools
  const person = await asTenant(database, { organisationId, audience, personId: null }, (db) =>
    findPerson(db, organisationId, membershipId),
  )
  if (!person) return
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      secondFactorResetMail({ ...frame, name: person.name, by }, wordsFor(cloud, person.locale)),
    link: `${sites[audience]}/sign-in`,
  })
}
