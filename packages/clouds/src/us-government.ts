import type { Cloud } from '@entente/domain/core/cloud'
import { checklists } from './checklists.ts'
import { editableDraft } from './editable-draft.ts'
import { usualRetention } from './usual-retention.ts'

export const usGovernment: Cloud = {
  id: 'us-government',
  name: 'Entente US Government',
  accent: { light: '#6a3fb0', dark: '#c3a6ff' },
  defaultLocale: 'en',
  locales: ['en', 'de', 'zh-CN'],
  timeZone: 'America/New_York',
  services: [
    { id: 'azure', name: 'Azure Government', portal: 'https://portal.azure.us/' },
    { id: 'microsoft-365', name: 'Microsoft 365 Government', portal: 'https://portal.office365.us/' },
  ],
  agreements: {
    // No source names the agreement that a customer of this cloud accepts: the one used before 2020 stands in.
    customer: {
      name: 'Microsoft Cloud Agreement',
      version: '2018-08',
      url: 'https://www.microsoft.com/licensing/docs/customeragreement',
    },
    partner: {
      name: 'Cloud Reseller Agreement',
      version: '2018-08',
      url: 'https://docs.microsoft.com/partner-center/microsoft-partner-agreement',
    },
    attestedByPartner: false,
  },
  customers: { countries: ['US'], newAllowed: true, tenantDomain: 'onmicrosoft.us', dataTrustee: null },
  // The eligibility form, a US business address and the consent to checks are asked first (§3.3).
  enrolment: {
    kinds: ['direct_bill'],
    reviewTime: 'days',
    countries: ['US'],
    checklists: checklists('own_account_per_cloud', 'eligibility', 'credit_check'),
  },
  requests: {
    isOn: true,
    linkAuthors: 'providerAndReseller',
    privilegesChoice: false,
    openInMailApp: true,
    sendForMe: true,
    mailsPerDay: 200,
    mailsPerDomainAndDay: 50,
    draft: editableDraft,
  },
  // Its hosts run in FIPS mode; the count is OWASP's.
  passwordHash: { algorithm: 'pbkdf2_sha256', iterations: 600_000 },
  users: {
    passwordReset: 'externalPortal',
    rolesEditable: false,
    portal: { name: 'Azure Government portal', url: 'https://portal.azure.us/' },
  },
  serviceRequests: { handling: 'native', notForResellers: ['azure'] },
  indirect: { isOn: false },
  businessProfile: { isOn: false },
  referrals: { isOn: false },
  removal: { privileges: 'keep', liveItems: 'confirm' },
  subscriptions: {
    ...{ currencies: ['USD'], cancelDays: 7, selfService: true },
    ...{ suspendedDays: 90, expiredDays: 30, disabledDays: 90 },
  },
  retention: usualRetention,
}
