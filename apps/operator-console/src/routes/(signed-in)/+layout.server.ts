import { may, type Permission } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import type { LayoutServerLoad } from './$types'

/** What the person may do. Pages hide the rest; the API checks permissions itself. */
export const load: LayoutServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const can = (permission: Permission) => may('operator', roles, permission)
  return {
    waiting: await event.locals.api.operatorOverview.waiting.query(),
    can: {
      viewOverview: can('instance.overview'),
      viewDeadLetters: can('dead_letters.view'),
      retry: can('dead_letters.retry'),
      viewProvisionings: can('provisionings.view'),
      retryProvisionings: can('provisionings.retry'),
      viewPartners: can('partners.view'),
      listProviders: can('partners.list_providers'),
      suspend: can('partners.suspend'),
      deauthorise: can('partners.deauthorise'),
      viewAccounts: can('accounts.view'),
      endSessions: can('accounts.end_sessions'),
      suspendAccounts: can('accounts.suspend'),
      viewRequests: can('operator_requests.view'),
      askRequests: can('operator_requests.ask'),
      confirmRequests: can('operator_requests.confirm'),
      viewEnds: can('end_requests.view'),
      mediate: can('end_requests.mediate'),
      viewServiceRequests: can('service_request_queue.view'),
      handleServiceRequests: can('service_request_queue.handle'),
      viewUnused: can('unused_grants.view'),
      removeUnused: can('unused_grants.remove'),
      viewReferrals: can('referral_register.view') && event.locals.cloud.referrals.isOn,
      refer: can('referral_register.refer') && event.locals.cloud.referrals.isOn,
      viewApplications: can('enrolments.view'),
      decideApplications: can('enrolments.decide'),
      askAgreements: can('agreements.ask'),
      exportTenants: can('tenants.export'),
      manageDirectory: can('directory.manage'),
      viewOffers: can('offers.view'),
      manageWebMail: can('web_mail.manage'),
      changeSettings: can('instance.settings'),
      revoke: can('links.revoke'),
      viewAudit: can('audit.view'),
      readPayloads: can('audit.view_payloads'),
      verify: can('audit.verify'),
    },
  }
}
