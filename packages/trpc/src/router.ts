import { instance } from './core/instance.ts'
import { t } from './core/trpc.ts'
import { addedCustomers } from './customer/added-customers.ts'
import { billing } from './customer/billing.ts'
import { customerAgreement } from './customer/customer-agreement.ts'
import { customerImports } from './customer/customer-imports.ts'
import { customerLicences } from './customer/customer-licences.ts'
import { customerProfiles, ownProfile } from './customer/customer-profiles.ts'
import { customerPurchases } from './customer/customer-purchases.ts'
import { customerUsers } from './customer/customer-users.ts'
import { knownCustomers } from './customer/known-customers.ts'
import { offerList } from './customer/offer-list.ts'
import { operatorReferrals } from './customer/operator-referrals.ts'
import { operatorServiceRequests } from './customer/operator-service-requests.ts'
import { ownSubscriptions } from './customer/own-subscriptions.ts'
import { referrals } from './customer/referrals.ts'
import { serviceRequests } from './customer/service-requests.ts'
import { subscriptions } from './customer/subscriptions.ts'
import { supportContacts } from './customer/support-contacts.ts'
import { enrolment } from './enrolment/enrolment.ts'
import { operatorDirectory } from './enrolment/operator-directory.ts'
import { operatorEnrolments } from './enrolment/operator-enrolments.ts'
import { account } from './identity/account.ts'
import { choices } from './identity/choices.ts'
import { people } from './identity/people.ts'
import { secondFactor } from './identity/second-factor.ts'
import { securityContact } from './identity/security-contact.ts'
import { session } from './identity/session.ts'
import { operatorAccounts } from './operator/operator-accounts.ts'
import { operatorAgreements } from './operator/operator-agreements.ts'
import { operatorAudit } from './operator/operator-audit.ts'
import { operatorCustomers } from './operator/operator-customers.ts'
import { operatorDeadLetters } from './operator/operator-dead-letters.ts'
import { operatorEndRequests } from './operator/operator-end-requests.ts'
import { operatorExports } from './operator/operator-exports.ts'
import { operatorOverview } from './operator/operator-overview.ts'
import { operatorPartners } from './operator/operator-partners.ts'
import { operatorProvisionings } from './operator/operator-provisionings.ts'
import { operatorQueues } from './operator/operator-queues.ts'
import { operatorRequests } from './operator/operator-requests.ts'
import { operatorSettings } from './operator/operator-settings.ts'
import { operatorSignIn } from './operator/operator-sign-in.ts'
import { businessProfiles } from './partner/business-profiles.ts'
import { directorySignIn } from './partner/directory-sign-in.ts'
import { home } from './partner/home.ts'
import { partnerAccount } from './partner/partner-account.ts'
import { partnerships } from './partner/partnerships.ts'
import { providers } from './partner/providers.ts'
import { users } from './partner/users.ts'
import { accessLog } from './relationship/access-log.ts'
import { accessRegister } from './relationship/access-register.ts'
import { agreementRenewal } from './relationship/agreement-renewal.ts'
import { customerExports } from './relationship/customer-exports.ts'
import { customerLabels, customerViews } from './relationship/customer-labels.ts'
import { customerRemoval } from './relationship/customer-removal.ts'
import { customerServices } from './relationship/customer-services.ts'
import { customers } from './relationship/customers.ts'
import { endRequests } from './relationship/end-requests.ts'
import { formerCustomers } from './relationship/former-customers.ts'
import { invitation } from './relationship/invitation.ts'
import { operatorUnusedGrants } from './relationship/operator-unused-grants.ts'
import { ownPrivileges } from './relationship/own-privileges.ts'
import { partnerHistory } from './relationship/partner-history.ts'
import { partnerRelationships } from './relationship/partner-relationships.ts'
import { relationshipRequest } from './relationship/relationship-request.ts'
import { renegotiations } from './relationship/renegotiations.ts'
import { requestDraft } from './relationship/request-draft.ts'

export const appRouter = t.router({
  instance,
  session,
  directorySignIn,
  operatorSignIn,
  secondFactor,
  choices,
  account,
  enrolment,
  home,
  partnerAccount,
  providers,
  businessProfiles,
  partnerships,
  relationshipRequest,
  requestDraft,
  customers,
  customerExports,
  customerLabels,
  customerViews,
  customerImports,
  addedCustomers,
  customerServices,
  customerUsers,
  customerProfiles,
  ownProfile,
  customerLicences,
  serviceRequests,
  referrals,
  customerRemoval,
  ownPrivileges,
  subscriptions,
  offerList,
  knownCustomers,
  customerAgreement,
  customerPurchases,
  ownSubscriptions,
  supportContacts,
  billing,
  formerCustomers,
  invitation,
  partnerRelationships,
  agreementRenewal,
  endRequests,
  renegotiations,
  partnerHistory,
  accessLog,
  accessRegister,
  people,
  securityContact,
  users,
  operatorOverview,
  operatorDeadLetters,
  operatorPartners,
  operatorAccounts,
  operatorCustomers,
  operatorAgreements,
  operatorExports,
  operatorQueues,
  operatorRequests,
  operatorEndRequests,
  operatorProvisionings,
  operatorServiceRequests,
  operatorReferrals,
  operatorUnusedGrants,
  operatorEnrolments,
  operatorDirectory,
  operatorSettings,
  operatorAudit,
})

export type AppRouter = typeof appRouter
