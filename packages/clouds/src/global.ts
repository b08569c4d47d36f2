import type { Cloud } from '@entente/domain/core/cloud'
import { checklists } from './checklists.ts'
import { editableDraft } from './editable-draft.ts'
import { usualRetention } from './usual-retention.ts'

export const global: Cloud = {
  id: 'global',
  name: 'Entente Global',
  accent: { light: '#2456c4', dark: '#8db2ff' },
  defaultLocale: 'en',
  locales: ['en', 'de', 'zh-CN'],
  timeZone: 'UTC',
  services: [
    { id: 'microsoft-365', name: 'Microsoft 365', portal: 'https://admin.microsoft.com/' },
    { id: 'azure', name: 'Azure', portal: 'https://portal.azure.com/' },
    { id: 'dynamics-365', name: 'Dynamics 365', portal: 'https://admin.powerplatform.microsoft.com/' },
    { id: 'intune', name: 'Intune', portal: 'https://intune.microsoft.com/' },
  ],
  agreements: {
    customer: {
      name: 'Microsoft Customer Agreement',
      version: '2020-02',
      url: 'https://www.microsoft.com/licensing/docs/customeragreement',
    },
    partner: {
      name: 'Microsoft Partner Agreement',
      version: '2020-01',
      url: 'https://docs.microsoft.com/partner-center/microsoft-partner-agreement',
    },
    attestedByPartner: true,
  },
  customers: { countries: null, newAllowed: true, tenantDomain: 'onmicrosoft.com', dataTrustee: null },
  // Any country; which ones are eligible is for the operator to decide (§3.3).
  enrolment: {
    kinds: ['direct_bill', 'indirect_reseller', 'indirect_provider'],
    reviewTime: 'days',
    countries: null,
    checklists: checklists(),
  },
  requests: {
    isOn: true,
    linkAuthors: 'providerAndReseller',
    privilegesChoice: true,
    openInMailApp: true,
    sendForMe: true,
    mailsPerDay: 200,
    mailsPerDomainAndDay: 50,
    draft: editableDraft,
  },
  passwordHash: { algorithm: 'argon2id' },
  users: { passwordReset: 'byAdmin', rolesEditable: true, portal: null },
  serviceRequests: { handling: 'native', notForResellers: ['azure'] },
  indirect: { isOn: true },
  businessProfile: { isOn: true },
  referrals: { isOn: true },
  removal: { privileges: 'keep', liveItems: 'confirm' },
  subscriptions: {
    ...{ currencies: ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CNY'], cancelDays: 7, selfService: true },
    ...{ suspendedDays: 90, expiredDays: 30, disabledDays: 90 },
  },
  retention: usualRetention,
}
