import { account } from './account.ts'
import { customers } from './customers.ts'
import { instance } from './instance.ts'
import { invitation } from './invitation.ts'
import { partnerRelationships } from './partner-relationships.ts'
import { people } from './people.ts'
import { relationshipRequest } from './relationship-request.ts'
import { session } from './session.ts'
import { t } from './trpc.ts'

export const appRouter = t.router({
  instance,
  session,
  account,
  relationshipRequest,
  customers,
  invitation,
  partnerRelationships,
  people,
})

export type AppRouter = typeof appRouter
