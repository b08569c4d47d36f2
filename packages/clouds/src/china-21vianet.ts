import type { Cloud } from '@entente/domain/core/cloud'
import { checklists } from './checklists.ts'
import { usualRetention } from './usual-retention.ts'

/** Operated by 21Vianet under rules of its own. Azure is not sold through this channel. */
export const china21Vianet: Cloud = {
  id: 'china-21vianet',
  name: 'Entente 世纪互联',
  accent: { light: '#0b6b5b', dark: '#6fd3bf' },
  defaultLocale: 'zh-CN',
  locales: ['zh-CN', 'en', 'de'],
  timeZone: 'Asia/Shanghai',
  services: [
    { id: 'microsoft-365', name: 'Office 365', portal: 'https://portal.partner.microsoftonline.cn/' },
    {
      id: 'dynamics-365',
      name: 'Dynamics 365',
      portal: 'https://admin.powerplatform.partner.microsoftonline.cn/',
    },
    { id: 'intune', name: 'Intune', portal: 'https://intune.microsoftonline.cn/' },
  ],
  agreements: {
    // No source names the agreement that a customer of this cloud accepts: its name and address are our proposal.
    customer: {
      name: '21Vianet Customer Agreement',
      version: '2018-10',
      url: 'https://www.21vbluecloud.com/office365/',
    },
    partner: {
      name: 'China CSP Reseller Agreement',
      version: '2018-10',
      url: 'https://www.21vbluecloud.com/office365/ResellerAgr/',
    },
    attestedByPartner: false,
  },
  customers: { countries: ['CN'], newAllowed: true, tenantDomain: 'partner.onmschina.cn', dataTrustee: null },
  // A Chinese legal entity, a credit check and a call to a number in China; several weeks (§3.3).
  enrolment: {
    kinds: ['direct_bill', 'indirect_reseller', 'indirect_provider'],
    reviewTime: 'weeks',
    countries: ['CN'],
    checklists: checklists('own_account_per_cloud', 'local_entity', 'credit_check', 'phone_challenge'),
  },
  requests: {
    isOn: true,
    linkAuthors: 'providerOnly',
    // Here a request adds privileges and nothing else, so there is nothing to choose.
    privilegesChoice: false,
    // This cloud's rules name no other way than the clipboard.
    openInMailApp: false,
    sendForMe: false,
    mailsPerDay: 200,
    mailsPerDomainAndDay: 50,
    // The first two paragraphs may be changed or deleted, nothing else (R-048, D-13).
    draft: {
      version: '3',
      paragraphs: [
        { key: 'greeting', kind: 'text', editable: true, removable: true },
        { key: 'request', kind: 'text', editable: true, removable: true },
        { key: 'privileges', kind: 'text', editable: false, removable: false, onlyWithPrivileges: true },
        { key: 'instruction', kind: 'text', editable: false, removable: false },
        { key: 'link', kind: 'link', editable: false, removable: false },
        { key: 'closing', kind: 'text', editable: false, removable: false },
      ],
    },
  },
  passwordHash: { algorithm: 'argon2id' },
  users: { passwordReset: 'selfServiceOnly', rolesEditable: true, portal: null },
  // A request is submitted in the customer's own admin centre.
  serviceRequests: { handling: 'redirect', notForResellers: [] },
  indirect: { isOn: true },
  businessProfile: { isOn: true },
  referrals: { isOn: true },
  removal: { privileges: 'keep', liveItems: 'confirm' },
  subscriptions: {
    ...{ currencies: ['CNY'], cancelDays: 7, selfService: false },
    ...{ suspendedDays: 60, expiredDays: 30, disabledDays: 90 },
  },
  retention: usualRetention,
}
