import { account } from './account.ts'
import { choices } from './choices.ts'
import { customers } from './customers.ts'
import { instance } from './instance.ts'
import { invitation } from './invitation.ts'
import { operatorAudit } from './operator-audit.ts'
import { operatorDeadLetters } from './operator-dead-letters.ts'
import { operatorOverview } from './operator-overview.ts'
import { operatorPartners } from './operator-partners.ts'
import { partnerRelationships } from './partner-relationships.ts'
import { people } from './people.ts'
import { relationshipRequest } from './relationship-request.ts'
import { secondFactor } from './second-factor.ts'
import { session } from './session.ts'
import { t } from './trpc.ts'

export const appRouter = t.router({
  instance,
  session,
  secondFactor,
  choices,
  account,
  relationshipRequest,
  customers,
  invitation,
  partnerRelationships,
  people,
  operatorOverview,
  operatorDeadLetters,
  operatorPartners,
  operatorAudit,
})

export type AppRouter = typeof appRouter
