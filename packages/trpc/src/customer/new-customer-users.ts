import { seal } from '@entente/auth/sealed'
import { newTemporaryPassword } from '@entente/auth/temporary-password'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import { insertCustomerUsers, takenUserNames } from '@entente/db/customer/customer-users'
import { type ProvisioningWish, requestProvisionings } from '@entente/db/customer/provisioning'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import type { CustomerUserAct, DirectoryRole } from '@entente/domain/customer/customer-user'
import {
  guessUserColumns,
  isUserMappingWhole,
  readUserRows,
  userFileInput,
  userFileLimits,
} from '@entente/domain/customer/user-file'
import type { Context } from '../core/context.ts'
import type { CsvTable } from '../core/csv.ts'
import { actorOf, type PartnerSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { atCustomerMutation, type CustomerAt } from '../relationship/partner-at-customer.ts'
import { readImportFile } from './import-file.ts'

export type AtCustomer = Context & { db: PartnerDb; session: PartnerSession; customer: CustomerAt }

/** Many users of a customer from one file: the same file is checked first, and creates what is good in it. */
export const usersFromFile = {
  /** The dry run: what the columns are, how many rows are good, and what is wrong with the others. */
  checkFile: atCustomerMutation('customer_users.manage', { fresh: true })
    .input(userFileInput)
    .prepare(({ input }) => readImportFile(input, userFileLimits.rows))
    .mutation(async ({ ctx, input: { mapping }, prepared: table }) => {
      const { good, bad, ...read } = await readTable(ctx, table, mapping)
      return { ...read, columns: table.head, good: good.length, bad }
    }),

  /** Creates the users of the good rows, and shows their first passwords once. */
  createFromFile: atCustomerMutation('customer_users.manage', { fresh: true, secrets: ['users'] })
    .input(userFileInput)
    .prepare(({ input }) => readImportFile(input, userFileLimits.rows))
    .mutation(async ({ ctx, input: { mapping }, prepared: table }) => {
      const { good, bad, isWhole } = await readTable(ctx, table, mapping)
      if (!isWhole) throw refused({ code: 'import_columns_missing' })
      const { customerId } = ctx.customer.relationship
      const wanted = good.map((user) => ({ ...user, id: newId<'customer_user'>(), customerId }))
      const passwords = await createUsers(ctx, wanted)
      // A colleague took a name since the file was read.
      const late = wanted
        .filter(({ id }) => !passwords.has(id))
        .map(({ row, userName }) => ({
          ...{ row, userName, faults: [{ column: 'userName' as const, fault: 'name_taken' as const }] },
        }))
      const users = wanted.flatMap(({ id, userName, displayName }) => {
        const password = passwords.get(id)
        return password === undefined ? [] : { userName, displayName, password }
      })
      return { result: 'shown' as const, users, bad: [...bad, ...late] }
    }),
}

async function readTable(
  { db, customer }: AtCustomer,
  { head, rows }: CsvTable,
  chosen: Record<string, number> | null,
) {
  const mapping = chosen ?? guessUserColumns(head)
  if (!isUserMappingWhole(mapping, head.length)) return { mapping, isWhole: false, good: [], bad: [] }
  const at = mapping.userName ?? 0
  const names = rows.map(({ fields }) => (fields[at] ?? '').trim().toLowerCase())
  const taken = await takenUserNames(db, customer.relationship.customerId, names)
  return { mapping, isWhole: true, ...readUserRows(rows, { columns: head.length, mapping, taken }) }
}

type NewUser = {
  id: Id<'customer_user'>
  customerId: Id<'organisation'>
  userName: string
  displayName: string
  roles: DirectoryRole[]
}

/** Creates users at the cloud; returns the first passwords of those whose names were free. */
export async function createUsers(
  ctx: AtCustomer,
  users: readonly NewUser[],
): Promise<Map<Id<'customer_user'>, string>> {
  if (users.length === 0) return new Map()
  const { db, now } = ctx
  const inserted = await insertCustomerUsers(
    db,
    users.map(({ id, customerId, userName, displayName, roles }) => ({
      ...{ id, customerId, userName, displayName, roles },
    })),
    now,
  )
  const created = users.filter(({ id }) => inserted.has(id))
  const passwords = new Map(created.map(({ id }) => [id, newTemporaryPassword()]))
  const wishes = created.map(({ id, userName, displayName, roles }) =>
    userWish(ctx, id, 'create', { userName, displayName, roles }, passwords.get(id)),
  )
  await requestProvisionings(db, wishes, now)
  await recordUsers(ctx, 'customer_user.created', [...passwords.keys()])
  return passwords
}

/** What the provisioner is asked for. The password is sealed until it has it. */
export function userWish(
  { customer, keyring }: AtCustomer,
  userId: Id<'customer_user'>,
  act: CustomerUserAct | 'create',
  payload: Record<string, unknown>,
  password?: string,
): ProvisioningWish {
  const id = newId<'provisioning'>()
  const secret = password && seal(keyring.data, 'provisioning', id, Buffer.from(JSON.stringify({ password })))
  const wish = {
    id,
    relationship: customer.relationship,
    kind: `user.${act}` as const,
    subject: userId,
    payload,
  }
  return { ...wish, ...(secret && { secret }) }
}

/** Both sides read what was done to users; their names stand in the directory alone. */
export const recordUsers = async (
  ctx: AtCustomer,
  action: AuditAction,
  userIds: readonly Id<'customer_user'>[],
): Promise<void> => {
  if (userIds.length === 0) return
  const { id: relationshipId, customerId, partnerId } = ctx.customer.relationship
  const entries = userIds.flatMap((userId) => [
    { organisationId: partnerId, action, payload: { relationshipId, userId, customerId } },
    { organisationId: customerId, action, payload: { relationshipId, userId, partnerId } },
  ])
  await insertAudit(ctx.db, actorOf(ctx), entries, ctx.now)
}
