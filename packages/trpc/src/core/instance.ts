import { findInstance } from '@entente/db/core/instance'
import { findOperatorContact } from '@entente/db/core/instance-settings'
import { asAuth } from '@entente/db/core/scopes'
import { publicProcedure } from './gates.ts'
import { t } from './trpc.ts'

export const instance = t.router({
  /** Which cloud this instance serves. Reads the database, so that an answer also shows that the database is up. */
  about: publicProcedure.query(async ({ ctx: { database } }) => {
    const { cloud, createdAt } = await asAuth(database, null, findInstance)
    return { cloud, since: createdAt }
  }),

  /** How to reach the operator, and the address that every mail comes from: for the foot of each page. */
  contact: publicProcedure.query(async ({ ctx: { database, operator, mailSender } }) => ({
    operator: (await asAuth(database, null, findOperatorContact)) ?? operator,
    mailSender,
  })),
})
