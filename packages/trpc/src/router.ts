import { account } from './account.ts'
import { choices } from './choices.ts'
import { customers } from './customers.ts'
import { directorySignIn } from './directory-sign-in.ts'
import { enrolment } from './enrolment.ts'
import { instance } from './instance.ts'
import { invitation } from './invitation.ts'
import { operatorAudit } from './operator-audit.ts'
import { operatorDeadLetters } from './operator-dead-letters.ts'
import { operatorDirectory } from './operator-directory.ts'
import { operatorEnrolments } from './operator-enrolments.ts'
import { operatorOverview } from './operator-overview.ts'
import { operatorPartners } from './operator-partners.ts'
import { partnerAccount } from './partner-account.ts'
import { partnerRelationships } from './partner-relationships.ts'
import { people } from './people.ts'
import { relationshipRequest } from './relationship-request.ts'
import { secondFactor } from './second-factor.ts'
import { session } from './session.ts'
import { t } from './trpc.ts'
import { users } from './users.ts'

export const appRouter = t.router({
  instance,
  session,
  directorySignIn,
  secondFactor,
  choices,
  account,
  enrolment,
  partnerAccount,
  relationshipRequest,
  customers,
  invitation,
  partnerRelationships,
  people,
  users,
  operatorOverview,
  operatorDeadLetters,
  operatorPartners,
  operatorEnrolments,
  operatorDirectory,
  operatorAudit,
})

export type AppRouter = typeof appRouter
