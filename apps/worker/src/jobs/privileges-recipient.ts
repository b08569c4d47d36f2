import type { CustomerDb } from '@entente/db/core/scopes'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findConfirmedSecurityContact } from '@entente/db/identity/security-contacts'
import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'

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
  return person?.status === 'active' && may('customer', person.roles, 'invitation.decide')
    ? person
    : undefined
}
