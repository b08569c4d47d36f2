import { findInstance } from '@entente/db/core/instance'
import { asAuth } from '@entente/db/core/scopes'
import { publicProcedure } from './gates.ts'
import { t } from './trpc.ts'

export const instance = t.router({
  /** Which cloud answers here; read from the database, so it also says that the database does. */
  about: publicProcedure.query(async ({ ctx: { database } }) => {
    const { cloud, createdAt } = await asAuth(database, null, findInstance)
    return { cloud, since: createdAt }
  }),
})
