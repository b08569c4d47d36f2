import type { Id } from '@entente/domain/core/id'
import type {
  SecurityContact,
  SecurityContactPlan,
  SecurityContactState,
} from '@entente/domain/identity/security-contact'
import type { Scoped } from '../core/scopes.ts'

export type SecurityContactRow = SecurityContact & { customerId: Id<'organisation'>; locale: string | null }

const contacts = (db: Scoped<'customer' | 'auth'>) =>
  db
    .selectFrom('securityContact')
    .select(['id', 'customerId', 'email', 'locale', 'openUntil'])
    // A check constraint limits it to these values.
    .select((eb) => eb.ref('state').$castTo<SecurityContactState>().as('state'))

/** A customer's contacts that are asked or told, locked: of two acts at once, the second sees the first. */
export const lockSecurityContacts = (
  db: Scoped<'customer' | 'auth'>,
  customerId: Id<'organisation'>,
): Promise<SecurityContactRow[]> =>
  contacts(db)
    .where('customerId', '=', customerId)
    .where('state', '!=', 'ended')
    .orderBy('id')
    .forUpdate()
    .execute()

export const listSecurityContacts = (
  db: Scoped<'customer'>,
  customerId: Id<'organisation'>,
): Promise<SecurityContactRow[]> =>
  contacts(db).where('customerId', '=', customerId).where('state', '!=', 'ended').execute()

/** The address that is told, if the customer has one. */
export const findConfirmedSecurityContact = (
  db: Scoped<'customer'>,
  customerId: Id<'organisation'>,
): Promise<SecurityContactRow | undefined> =>
  contacts(db).where('customerId', '=', customerId).where('state', '=', 'confirmed').executeTakeFirst()

export const findSecurityContact = (
  db: Scoped<'customer' | 'auth'>,
  id: Id<'security_contact'>,
): Promise<SecurityContactRow | undefined> => contacts(db).where('id', '=', id).executeTakeFirst()

export const insertSecurityContact = (
  db: Scoped<'customer'>,
  contact: Pick<SecurityContactRow, 'id' | 'customerId' | 'email' | 'locale' | 'openUntil'> & {
    askedBy: Id<'account'>
    askedAt: Date
  },
): Promise<unknown> =>
  db
    .insertInto('securityContact')
    .values({ ...contact, state: 'asked' })
    .execute()

/** Ends what a plan ends. */
export async function endSecurityContacts(
  db: Scoped<'customer' | 'auth'>,
  { ends }: Pick<SecurityContactPlan, 'ends'>,
  now: Date,
): Promise<void> {
  const ids = ends.map(({ id }) => id)
  if (ids.length > 0)
    await db
      .updateTable('securityContact')
      .set({ state: 'ended', openUntil: now })
      .where('id', 'in', ids)
      .execute()
}

export const confirmSecurityContact = (
  db: Scoped<'auth'>,
  id: Id<'security_contact'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('securityContact')
    .set({ state: 'confirmed', confirmedAt: now, openUntil: null })
    .where('id', '=', id)
    .execute()
