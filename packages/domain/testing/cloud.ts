import type { Cloud } from '../src/core/cloud.ts'

/** A cloud for tests of rules: three services, and a draft with every kind of paragraph. */
export const testCloud: Cloud = {
  id: 'global',
  name: 'Entente Test',
  accent: { light: '#000000', dark: '#ffffff' },
  defaultLocale: 'en',
  locales: ['en', 'de', 'zh-CN'],
  timeZone: 'UTC',
  services: [
    { id: 'mail', name: 'Mail', portal: 'https://mail.example/' },
    { id: 'compute', name: 'Compute', portal: 'https://compute.example/' },
    { id: 'devices', name: 'Devices', portal: 'https://devices.example/' },
  ],
  agreements: {
    customer: { name: 'Customer Agreement', version: '2', url: 'https://agreement.example/customer' },
    partner: { name: 'Partner Agreement', version: '1', url: 'https://agreement.example/partner' },
    attestedByPartner: true,
  },
  customers: { countries: null, newAllowed: true, tenantDomain: 'onmicrosoft.example', dataTrustee: null },
  enrolment: {
    kinds: ['direct_bill', 'indirect_reseller', 'indirect_provider'],
    reviewTime: 'days',
    countries: null,
    checklists: { direct_bill: [], indirect_reseller: [], indirect_provider: [] },
  },
  requests: {
    isOn: true,
    linkAuthors: 'providerAndReseller',
    privilegesChoice: true,
    openInMailApp: true,
    sendForMe: true,
    draft: {
      version: '7',
      paragraphs: [
        { key: 'greeting', kind: 'text', editable: true, removable: true },
        { key: 'request', kind: 'text', editable: true, removable: false },
        { key: 'privileges', kind: 'text', editable: false, removable: false, onlyWithPrivileges: true },
        { key: 'link', kind: 'link', editable: false, removable: false },
        { key: 'offer', kind: 'text', editable: false, removable: true },
        { key: 'closing', kind: 'text', editable: false, removable: false },
      ],
    },
  },
  passwordHash: { algorithm: 'argon2id' },
  users: { passwordReset: 'byAdmin', rolesEditable: true, portal: null },
  serviceRequests: { handling: 'native', notForResellers: ['compute'] },
  indirect: { isOn: true },
  businessProfile: { isOn: true },
  referrals: { isOn: true },
  subscriptions: {
    ...{ currencies: ['EUR', 'USD'], cancelDays: 7, selfService: true },
    ...{ suspendedDays: 90, expiredDays: 30, disabledDays: 90 },
  },
  removal: { privileges: 'keep', liveItems: 'confirm' },
  retention: {
    recipientsMonths: 13,
    mailBodiesDays: 30,
    sessionsDays: 30,
    oneTimeLinksDays: 30,
    unconfirmedSignUpsDays: 7,
    documentsMonths: 6,
    refusedApplicationsMonths: 12,
    abandonedApplicationsMonths: 6,
    auditYears: 7,
    attestationYears: 7,
  },
}
