import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type { CustomerProfile, ProfilePart } from '@entente/domain/customer/customer-profile'
import type { Scoped } from '../core/scopes.ts'

/** A customer's profile, each part as far as anybody entered it. */
export async function findCustomerProfile(
  db: Scoped<'partner' | 'customer'>,
  customerId: Id<'organisation'>,
): Promise<Partial<Record<ProfilePart, CustomerProfile>>> {
  const rows = await db
    .selectFrom('customerProfile')
    .select([
      'companyName',
      'number',
      'contactName',
      'contactEmail',
      'contactPhone',
      'addressLine1',
      'addressLine2',
    ])
    .select(['city', 'region', 'postalCode', 'version', 'changedAt'])
    // Check constraints limit both to these values.
    .select((eb) => [
      eb.ref('part').$castTo<ProfilePart>().as('part'),
      eb.ref('language').$castTo<Locale>().as('language'),
    ])
    .where('customerId', '=', customerId)
    .execute()
  return Object.fromEntries(rows.map(({ part, ...profile }) => [part, profile]))
}

/** The language in which a contact of the customer's profile wants to be written to. */
export async function findContactLanguage(
  db: Scoped<'customer'>,
  { customerId, email }: { customerId: Id<'organisation'>; email: string },
): Promise<string | null> {
  const found = await db
    .selectFrom('customerProfile')
    .select('language')
    .where('customerId', '=', customerId)
    .where('contactEmail', '=', email)
    .orderBy('part', 'desc') // company before billing
    .limit(1)
    .executeTakeFirst()
  return found?.language ?? null
}

/** Saves a part over the version that the person saw. False when somebody saved another one meanwhile. */
export async function saveCustomerProfile(
  db: Scoped<'partner' | 'customer'>,
  { customerId, part, seen }: { customerId: Id<'organisation'>; part: ProfilePart; seen: number },
  profile: Omit<CustomerProfile, 'version'>,
): Promise<boolean> {
  const values = { ...profile, version: seen + 1 }
  if (seen === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('customerProfile')
      .values({ customerId, part, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await db
    .updateTable('customerProfile')
    .set(values)
    .where('customerId', '=', customerId)
    .where('part', '=', part)
    .where('version', '=', seen)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
