import { lockCustomerUser, saveCustomerUser } from '@entente/db/customer/customer-users'
import { freeLicencesOf } from '@entente/db/customer/licences'
import type { Id } from '@entente/domain/core/id'
import {
  type CustomerUserAct,
  type CustomerUserFacts,
  customerUserActs,
  settleUser,
} from '@entente/domain/customer/customer-user'
import { z } from 'zod'
import type { Kind } from './kind.ts'

// Written by ourselves; JSON has no dates.
const facts = z.looseObject({
  deletedAt: z.coerce.date().nullable(),
}) as unknown as z.ZodType<CustomerUserFacts>
const wished = z.object({ before: facts.nullable().default(null), after: facts.nullable().default(null) })

/** A user's act, in the customer's scope: the outcome counts also when the partner has lost its privileges meanwhile. */
const kindOf = (act: CustomerUserAct | 'create'): Kind => ({
  scope: 'customer',
  async apply(db, { customerId, subject, payload }, outcome, now) {
    const user = await lockCustomerUser(db, customerId, subject as Id<'customer_user'>)
    // The retention took it.
    if (!user) return
    const after = settleUser(user, { act, ...wished.parse(payload) }, outcome)
    const settled =
      outcome.state === 'success'
        ? { refusal: null, ...(act === 'create' && { externalId: outcome.externalId }) }
        : { refusal: outcome.code }
    await saveCustomerUser(db, user, after, settled, now)
    if (act === 'delete' && outcome.state === 'success') await freeLicencesOf(db, user.id)
  },
})

export const userKinds = Object.fromEntries(
  (['create', ...customerUserActs] as const).map((act) => [`user.${act}`, kindOf(act)]),
)
