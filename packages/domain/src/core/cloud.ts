import type { Locale } from './locale.ts'
import type { PartnerKind } from './organisation.ts'

export type CloudId = 'global' | 'us-government' | 'germany' | 'china-21vianet'

/**
 * A product family of the cloud; at most one partner holds it at a customer (D-12). Names are not translated. `portal` is the
 * address of its admin portal, where a partner's people sign in with their own accounts.
 */
export type Service = { id: string; name: string; portal: string }

/** The version is compared byte for byte: what the customer ticked must be what is in force (D-10). */
export type Agreement = { name: string; version: string; url: string }

/** What a partner may do with one paragraph of the draft (D-13). Its words are in i18n, under `draft.<key>`. */
export type DraftRule = {
  key: string
  kind: 'text' | 'link'
  editable: boolean
  removable: boolean
  /** Present only in the draft of a link that asks for delegated admin privileges. */
  onlyWithPrivileges?: boolean
}

/** How long data is kept after it is no longer needed. The law of the cloud's country sets the numbers. */
export type Retention = {
  /** Recipients and texts in a partner's log, and the records of sent mails. */
  recipientsMonths: number
  /** The saved text of a mail. */
  mailBodiesDays: number
  sessionsDays: number
  oneTimeLinksDays: number
  /** A sign-up that nobody confirmed. */
  unconfirmedSignUpsDays: number
  /** An application's documents, after it was decided. */
  documentsMonths: number
  /** A refused application, after the decision. */
  refusedApplicationsMonths: number
  /** An application that waits for its applicant or contact. */
  abandonedApplicationsMonths: number
  auditYears: number
  /** Who signed an agreement. */
  attestationYears: number
}

/** What a company needs to have ready to enrol; words in i18n, `enrol.checklist.<key>` (R-076 to R-081, §3.3). */
export type ChecklistKey =
  | 'work_account'
  | 'membership'
  | 'legal_profile'
  | 'primary_contact'
  | 'support'
  | 'own_account_per_cloud'
  | 'eligibility'
  | 'local_entity'
  | 'credit_check'
  | 'phone_challenge'

/** How companies enrol (§3.3). */
export type EnrolmentRules = {
  /** Who may enrol. The indirect kinds exist only where the indirect model does (D-31). */
  kinds: PartnerKind[]
  /** How long a review usually takes; words in i18n (R-083, U-21). */
  reviewTime: 'days' | 'weeks'
  /** ISO country codes of the companies that may enrol, or null when every country may. */
  countries: string[] | null
  checklists: Record<PartnerKind, ChecklistKey[]>
}

/** How partners ask customers for a relationship (§3.2). */
export type RequestRules = {
  /** Whether partners make requests at all (D-04). */
  isOn: boolean
  /** Who makes links in the two-tier model (D-05). */
  linkAuthors: 'providerAndReseller' | 'providerOnly'
  /** Whether the request page lets an admin agent choose about privileges; where it does not, every link asks for them. */
  privilegesChoice: boolean
  openInMailApp: boolean
  /** Whether the platform sends requests for partners, one or many; where it does not, they copy the text. */
  sendForMe: boolean
  /** What the platform sends for one partner on a day, in all and to the addresses of one domain (S19). */
  mailsPerDay: number
  mailsPerDomainAndDay: number
  /** The version is posted back with an edited draft; raise it with every change to a rule or to a locked paragraph's words. */
  draft: { version: string; paragraphs: DraftRule[] }
}

/**
 * How passwords are hashed. No FIPS 140 module has Argon2id, so a cloud that has to run on one takes PBKDF2 with
 * HMAC-SHA-256.
 */
export type PasswordHash = { algorithm: 'argon2id' } | { algorithm: 'pbkdf2_sha256'; iterations: number }

/** One cloud's definition. What differs between clouds is a field here, read by functions that take the cloud. */
export type Cloud = {
  id: CloudId
  /** The brand in the band on every page, so that nobody acts in the wrong instance. */
  name: string
  /** Hex colours with a contrast of at least 4.5 to the surfaces they stand on. */
  accent: { light: string; dark: string }
  defaultLocale: Locale
  locales: Locale[]
  /** IANA name; day limits and people without a zone of their own use it. */
  timeZone: string
  services: Service[]
  agreements: {
    /** What the customer accepts. */
    customer: Agreement
    /** What continues to bind the partner when its rights are taken away. */
    partner: Agreement
    /** Whether an order needs the customer's agreement, which the customer signs here or its seller attests (§4.13). */
    attestedByPartner: boolean
  }
  customers: {
    /** ISO country codes of the customers that may accept, or null when every country may. */
    countries: string[] | null
    /** Whether partners may still add new customers (`newCustomersAllowed`, §3.4). */
    newAllowed: boolean
    /** What stands behind a new customer's name in its first domain. */
    tenantDomain: string
    /** Who controls access to customers' data in the operator's place, told before an acceptance. */
    dataTrustee: string | null
  }
  enrolment: EnrolmentRules
  requests: RequestRules
  passwordHash: PasswordHash
  users: {
    /** How a colleague gets a new password (D-23): from a global admin here, by self-service, or in another portal. */
    passwordReset: 'byAdmin' | 'selfServiceOnly' | 'externalPortal'
    /** Whether the roles of an existing user can be changed here (§3.3). */
    rolesEditable: boolean
    /** Where passwords and roles are managed that are not managed here. */
    portal: { name: string; url: string } | null
  }
  /** Whether the cloud has the two-tier model of providers and resellers (D-31). */
  indirect: { isOn: boolean }
  /** Whether partners present themselves to customers in a public directory. */
  businessProfile: { isOn: boolean }
  /** Whether customers are referred to partners (§4.11). */
  referrals: { isOn: boolean }
  /** Where partners open service requests for their customers (§4.12). */
  serviceRequests: {
    /** `native`: here. `redirect`: in the customer's own admin centre. */
    handling: 'native' | 'redirect'
    /** The services for which indirect resellers open none: their provider does. */
    notForResellers: string[]
  }
  removal: {
    /** What happens to delegated admin privileges when the partner removes the relationship (D-01). */
    privileges: 'keep' | 'revoke'
    /** Whether what is live at the customer blocks the removal, or is only listed before it (D-34). */
    liveItems: 'confirm' | 'block'
  }
  subscriptions: {
    /** ISO 4217. A partner pays in that of its country if it is one of these, and else in the first. */
    currencies: string[]
    /** In these days from its start a subscription may be cancelled. */
    cancelDays: number
    /** Whether a customer may buy for itself where its seller lets it. */
    selfService: boolean
    /** How long a suspended one keeps its data (D-26). */
    suspendedDays: number
    /** How long it can be renewed after its last term, and how long it keeps its data from then on. */
    expiredDays: number
    disabledDays: number
  }
  retention: Retention
}

/**
 * The flags of a cloud that the operator of an instance may turn off in its override file, never on: what a cloud does not
 * have, no instance of it has. All other flags belong to the cloud.
 */
export type OverridableFlags = {
  customers: Pick<Cloud['customers'], 'newAllowed'>
  requests: Pick<RequestRules, 'openInMailApp' | 'sendForMe'>
  businessProfile: Pick<Cloud['businessProfile'], 'isOn'>
  referrals: Pick<Cloud['referrals'], 'isOn'>
  subscriptions: Pick<Cloud['subscriptions'], 'selfService'>
}

/** The first domain of a customer that a partner adds. Nobody else can have it: the cloud owns what stands behind the name. */
export const tenantDomainOf = (cloud: Cloud, tenant: string): string =>
  `${tenant}.${cloud.customers.tenantDomain}`
