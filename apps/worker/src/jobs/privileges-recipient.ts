import type { CustomerDb } from '@entente/db/core/scopes'
import { findContactLanguage } from '@entente/db/customer/customer-profiles'
import { findPersonByAccount, listDeciders } from '@entente/db/identity/people'
import { findConfirmedSecurityContact } from '@entente/db/identity/security-contacts'
import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import type { ReceivedJob } from '@entente/queue/bull'
import { followUp } from '../follow-up.ts'

/** Who is told of a customer's privileges: somebody who still decides, or without an account its security contact, who has no name. */
export async function findPrivilegesRecipient(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  accountId: Id<'account'> | undefined,
) {
  if (!accountId) {
    const contact = await findConfirmedSecurityContact(db, customerId)
    return contact && { name: null, email: contact.email, locale: contact.locale, timeZone: null }
  }
  const person = await findPersonByAccount(db, customerId, accountId)
  if (person?.status !== 'active' || !may('customer', person.roles, 'invitation.decide')) return undefined
  // Without a language of their own, that of the company's contact with the same address.
  const locale = person.locale ?? (await findContactLanguage(db, { customerId, email: person.email }))
  return { ...person, locale }
}

/**
 * The mails that a job records to everybody who decides for a customer, but for the person who acted, and to the security contact:
 * what tells them apart, and the account that each goes to. One mailbox gets one mail.
 */
export async function mailsToDeciders(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  job: ReceivedJob,
  by?: Id<'account'>,
): Promise<(ReturnType<typeof followUp> & { accountId?: Id<'account'> })[]> {
  const deciders = await listDeciders(db, customerId)
  const contact = await findConfirmedSecurityContact(db, customerId)
  const isTold = deciders.some(({ email }) => email === contact?.email)
  return [
    ...deciders.flatMap(({ accountId }) =>
      accountId === by ? [] : { ...followUp(job, accountId), accountId },
    ),
    ...(contact && !isTold ? [followUp(job, contact.id)] : []),
  ]
}
