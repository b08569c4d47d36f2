import { newTemporaryPassword } from '@entente/auth/temporary-password'
import { newId } from '@entente/db/core/new-id'
import {
  type CustomerUser,
  findCustomerUser,
  listCustomerUsers,
  lockCustomerUser,
  saveCustomerUser,
} from '@entente/db/customer/customer-users'
import { requestProvisionings } from '@entente/db/customer/provisioning'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import {
  type CustomerUserAct,
  changeCustomerUserInput,
  changeUser,
  createCustomerUserInput,
  customerUserActs,
  customerUserIdInput,
  customerUserListInput,
  editCustomerUserInput,
  mayChangeUser,
} from '@entente/domain/customer/customer-user'
import { restorableUntil } from '@entente/domain/identity/person'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from '../relationship/partner-at-customer.ts'
import { type AtCustomer, createUsers, recordUsers, usersFromFile, userWish } from './new-customer-users.ts'

const recorded = {
  update: 'customer_user.updated',
  disable: 'customer_user.disabled',
  enable: 'customer_user.enabled',
  delete: 'customer_user.deleted',
  restore: 'customer_user.restored',
} as const satisfies Partial<Record<CustomerUserAct, AuditAction>>

const revealing = { fresh: true, secrets: ['password'] } as const

/** The users in a customer's directory: with the customer's privileges alone, and each use recorded for it. */
export const customerUsers = t.router({
  list: atCustomerQuery('customer_users.view')
    .input(customerUserListInput)
    .query(async ({ ctx: { db, customer, session, now }, input }) => ({
      ...(await listCustomerUsers(db, customer.relationship.customerId, input, now)),
      mayManage: may('partner', session.roles, 'customer_users.manage'),
    })),

  /** A user, and what this person may do to it now. */
  get: atCustomerQuery('customer_users.view')
    .input(customerUserIdInput)
    .query(async ({ ctx: { db, customer, session, now }, input: { userId } }) => {
      const user = await findCustomerUser(db, customer.relationship.customerId, userId)
      if (!user) throw refused({ code: 'not_found' })
      const acts = customerUserActs.filter(
        (act) =>
          mayChangeUser(user, act, now) &&
          may(
            'partner',
            session.roles,
            act === 'reset_password' ? 'customer_users.reset_password' : 'customer_users.manage',
          ),
      )
      return { user: { ...user, restorableUntil: user.deletedAt && restorableUntil(user.deletedAt) }, acts }
    }),

  ...usersFromFile,

  /** Creates a user with a first password, which is shown once and has to be changed at the first sign-in. */
  create: atCustomerMutation('customer_users.manage', revealing)
    .input(createCustomerUserInput)
    .mutation(async ({ ctx, input: { userName, displayName, roles } }) => {
      const { customerId } = ctx.customer.relationship
      const user = { id: newId<'customer_user'>(), customerId, userName, displayName, roles }
      const [password] = (await createUsers(ctx, [user])).values()
      if (password === undefined) throw refused({ code: 'customer_user_name_taken' })
      return { result: 'shown' as const, userId: user.id, userName, password }
    }),

  update: atCustomerMutation('customer_users.manage', { fresh: true })
    .input(editCustomerUserInput)
    .mutation(async ({ ctx, input: { userId, displayName, roles } }) => {
      await actOn(ctx, userId, 'update', { displayName, roles })
      return {}
    }),

  change: atCustomerMutation('customer_users.manage')
    .input(changeCustomerUserInput)
    .mutation(async ({ ctx, input: { userId, act } }) => {
      await actOn(ctx, userId, act)
      return {}
    }),

  /** Gives a user another password, which is shown once. */
  resetPassword: atCustomerMutation('customer_users.reset_password', revealing)
    .input(customerUserIdInput)
    .mutation(async ({ ctx, input: { userId } }) => {
      const user = await lockUser(ctx, userId)
      settled(changeUser(user, 'reset_password', ctx))
      const password = newTemporaryPassword()
      await haveDone(ctx, userId, 'reset_password', { userName: user.userName }, password)
      return { result: 'shown' as const, userName: user.userName, password }
    }),
})

async function lockUser({ db, customer }: AtCustomer, id: Id<'customer_user'>): Promise<CustomerUser> {
  const user = await lockCustomerUser(db, customer.relationship.customerId, id)
  return user ?? Promise.reject(refused({ code: 'not_found' }))
}

async function actOn(
  ctx: AtCustomer,
  id: Id<'customer_user'>,
  act: keyof typeof recorded,
  edit?: Pick<CustomerUser, 'displayName' | 'roles'>,
): Promise<void> {
  const user = await lockUser(ctx, id)
  const after = settled(changeUser(user, act, { ...(edit && { edit }), now: ctx.now }))
  await saveCustomerUser(ctx.db, user, after, { refusal: null }, ctx.now)
  const { id: _, customerId: __, userName, ...before } = user
  const { displayName, roles, status, formerStatus, deletedAt } = after
  const now = { displayName, roles, status, formerStatus, deletedAt }
  await haveDone(ctx, id, act, { userName, displayName, roles, before, after: now })
  await record(ctx, recorded[act], id)
}

const haveDone = async (
  ctx: AtCustomer,
  userId: Id<'customer_user'>,
  act: CustomerUserAct,
  payload: Record<string, unknown>,
  password?: string,
): Promise<void> => requestProvisionings(ctx.db, [userWish(ctx, userId, act, payload, password)], ctx.now)

const record = (ctx: AtCustomer, action: AuditAction, userId: Id<'customer_user'>): Promise<void> =>
  recordUsers(ctx, action, [userId])
