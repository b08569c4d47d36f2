import type { Cloud } from '@entente/domain/core/cloud'
import { checklists } from './checklists.ts'
import { editableDraft } from './editable-draft.ts'
import { usualRetention } from './usual-retention.ts'

/** Its customers are in the European Union and EFTA. */
const euAndEfta =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO'.split(' ')

export const germany: Cloud = {
  id: 'germany',
  name: 'Entente Deutschland',
  accent: { light: '#855800', dark: '#f0bd57' },
  defaultLocale: 'de',
  locales: ['de', 'en', 'zh-CN'],
  timeZone: 'Europe/Berlin',
  services: [
    { id: 'microsoft-365', name: 'Office 365 Deutschland', portal: 'https://portal.office.de/' },
    { id: 'azure', name: 'Azure Deutschland', portal: 'https://portal.microsoftazure.de/' },
    {
      id: 'dynamics-365',
      name: 'Dynamics 365 Deutschland',
      portal: 'https://port.crm.microsoftdynamics.de/',
    },
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
  customers: {
    countries: euAndEfta,
    newAllowed: false,
    tenantDomain: 'onmicrosoft.de',
    dataTrustee: 'T-Systems International GmbH',
  },
  // A partner may be in any country; its customers are in the EU and EFTA (§3.3).
  enrolment: {
    kinds: ['direct_bill', 'indirect_reseller', 'indirect_provider'],
    reviewTime: 'days',
    countries: null,
    checklists: checklists('own_account_per_cloud'),
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
  passwordHash: { algorithm: 'argon2id' },
  users: {
    passwordReset: 'externalPortal',
    rolesEditable: false,
    portal: { name: 'Azure Deutschland', url: 'https://portal.microsoftazure.de/' },
  },
  serviceRequests: { handling: 'native', notForResellers: ['azure'] },
  indirect: { isOn: true },
  businessProfile: { isOn: true },
  referrals: { isOn: true },
  removal: { privileges: 'keep', liveItems: 'confirm' },
  subscriptions: {
    ...{ currencies: ['EUR', 'CHF'], cancelDays: 7, selfService: true },
    ...{ suspendedDays: 90, expiredDays: 30, disabledDays: 90 },
  },
  retention: usualRetention,
}
