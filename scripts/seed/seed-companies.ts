// The companies of the demo that enrol: who they are and what has happened so far, oldest first.

import type { PartnerKind } from '@entente/domain/core/organisation'
import type { EnrolmentCheck } from '@entente/domain/enrolment/enrolment'
import type { ProfileField } from '@entente/domain/enrolment/enrolment-input'
import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'

export type Step =
  | ('begin' | 'link' | 'profile' | 'contact' | 'support' | 'submit' | 'confirm' | 'upload')
  | ('review' | 'accept')
  | { check: EnrolmentCheck; result: 'passed' | 'failed'; note: string }
  | { documents: ProfileField[]; reason: string }
  | { reject: ProfileField[]; reason: string }
/** The number of days ago, and the steps of that day, some minutes apart. */
export type Story = [daysAgo: number, ...steps: Step[]][]

export type Company = {
  name: string
  domain: string
  country: string
  kind: PartnerKind
  registrationNumber: string
  /** The global admin who enrols. */
  person: string
  /** The primary contact, if it is someone else. */
  contact?: string
  story: Story
}

const formSteps: Step[] = ['link', 'profile', 'contact', 'support']
const checked = (check: EnrolmentCheck, result: 'passed' | 'failed', note: string): Step => ({
  check,
  result,
  note,
})

const documentsRequested: Step = {
  documents: ['address', 'registration_number'],
  reason:
    'The address is not the one at the register. Upload a register extract of the last three months, or correct the address.',
}
const rejected: Step = {
  reject: ['contact_name', 'legal_name'],
  reason:
    'We could not find that Owen Price may act for Blue Yonder Hosting Ltd. Upload a letter that a registered director has signed, then ask for another review.',
}

export const companies: Company[] = [
  {
    ...{ name: 'Blue Yonder Hosting Ltd', domain: 'blueyonder.example', country: 'GB', kind: 'direct_bill' },
    ...{ registrationNumber: '09876543', person: 'Owen Price', contact: 'Gwen Price' },
    story: [
      [12, 'begin', ...formSteps, 'submit'],
      [11, 'confirm'],
      [9, 'review', 'upload'],
      [
        8.8,
        checked(
          'authority',
          'failed',
          'The register lists no Owen Price. No director has signed the letter.',
        ),
      ],
      [8.7, rejected],
    ],
  },
  {
    ...{ name: 'Coho Systems GmbH', domain: 'coho.example', country: 'DE', kind: 'indirect_reseller' },
    ...{ registrationNumber: 'HRB 204817', person: 'Theresa Brandt' },
    story: [
      [10, 'begin', ...formSteps, 'submit'],
      [9.9, 'confirm'],
      [
        8,
        'review',
        'upload',
        checked('profile', 'passed', 'Register extract of this month, same name and address.'),
      ],
      [7.9, checked('authority', 'passed', 'Theresa Brandt is the managing director.')],
      [2, 'accept'],
    ],
  },
  {
    ...{
      name: 'Margie Travel Services Ltd',
      domain: 'margie.example',
      country: 'GB',
      kind: 'indirect_reseller',
    },
    ...{ registrationNumber: '11223344', person: 'Daniel Okoro' },
    story: [
      [7, 'begin', ...formSteps, 'submit'],
      [6.8, 'confirm'],
      [5, 'review', checked('authority', 'passed', ''), documentsRequested],
    ],
  },
  {
    ...{
      name: 'Wingtip Cloud Services Inc.',
      domain: 'wingtip.example',
      country: 'US',
      kind: 'indirect_provider',
    },
    ...{ registrationNumber: '', person: 'Rachel Kim', contact: 'Miguel Santos' },
    story: [
      [6, 'begin', ...formSteps, 'submit'],
      [5.5, 'confirm'],
      [3, 'review', 'upload', checked('profile', 'passed', 'Secretary of State: active, in good standing.')],
    ],
  },
  {
    ...{ name: 'Proseware SARL', domain: 'proseware.example', country: 'FR', kind: 'direct_bill' },
    ...{ registrationNumber: '552 100 554', person: 'Amélie Laurent', contact: 'Hugo Petit' },
    story: [
      [4, 'begin', ...formSteps, 'submit'],
      [3.2, 'confirm'],
    ],
  },
  {
    ...{
      name: 'Tailspin Logistics GmbH',
      domain: 'tailspin.example',
      country: 'DE',
      kind: 'indirect_reseller',
    },
    ...{ registrationNumber: 'HRB 99120', person: 'Felix Krüger', contact: 'Marlene Vogt' },
    story: [[2.1, 'begin', ...formSteps, 'submit']],
  },
  {
    ...{ name: 'Alpine Ski House AG', domain: 'alpineski.example', country: 'CH', kind: 'indirect_reseller' },
    ...{ registrationNumber: 'CHE-123.456.788', person: 'Reto Baumann' },
    story: [[1, 'begin', 'link', 'profile']],
  },
  {
    ...{
      name: 'Fourth Coffee Technology',
      domain: 'fourthcoffee.example',
      country: 'GB',
      kind: 'direct_bill',
    },
    ...{ registrationNumber: '10443321', person: 'Grace Mensah' },
    story: [[0.1, 'begin']],
  },
]

type Home = { line1: string; city: string; region: string; postalCode: string; phone: string }

// Addresses that meet the rules of each country.
const homes: Record<string, Home> = {
  CH: { line1: 'Seestrasse 21', city: 'Luzern', region: '', postalCode: '6002', phone: '+41 41 227 11 00' },
  CN: {
    line1: '世纪大道 100 号',
    city: '浦东新区',
    region: '上海市',
    postalCode: '200120',
    phone: '+86 21 5888 1234',
  },
  DE: { line1: 'Hafenstraße 14', city: 'Hamburg', region: '', postalCode: '20457', phone: '+49 40 3003920' },
  FR: {
    line1: '8 rue de la Paix',
    city: 'Paris',
    region: '',
    postalCode: '75002',
    phone: '+33 1 42 61 50 00',
  },
  GB: {
    line1: '12 Harbour Row',
    city: 'Bristol',
    region: '',
    postalCode: 'BS1 4RN',
    phone: '+44 117 496 0123',
  },
  US: {
    line1: '400 Pine Street',
    city: 'Seattle',
    region: 'WA',
    postalCode: '98101',
    phone: '+1 206 555 2671',
  },
}

export function homeOf(country: string): Home {
  const home = homes[country]
  if (!home) throw new Error(`The demo has no address in ${country}.`)
  return home
}

/** The company's profile in the membership directory. */
export const membershipOf = ({ name, domain, country }: Company): MpnProfile => ({
  mpnId: String(4_700_000 + companies.findIndex((company) => company.domain === domain)),
  ...{ name, country, active: true },
  incentives: ['Cloud reselling'],
  benefits: ['Technical support'],
  competencies: ['Cloud platform'],
})
