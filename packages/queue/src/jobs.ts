import { idOf } from '@entente/domain/core/id'
import { customerRoles } from '@entente/domain/core/role'
import { privilegesChanges } from '@entente/domain/relationship/admin-grant'
import { z } from 'zod'
import { agreementJobs } from './agreement-jobs.ts'
import { applicationMails } from './application-mails.ts'
import { betweenSidesJobs } from './between-sides-jobs.ts'
import { operatorJobs } from './operator-jobs.ts'
import { referralJobs } from './referral-jobs.ts'
import { serviceRequestJobs } from './service-request-jobs.ts'

const organisation = idOf<'organisation'>()

const privilegesChanged = z.object({
  partnerId: organisation,
  change: z.enum(privilegesChanges),
  requestId: z.uuid(),
})

const noticed = z.object({ partnerId: organisation, noticeId: idOf<'deauthorisation_notice'>() })

/** `requestId` is the operator's: once it has acted again, the mail of the earlier act is not sent. */
const toPartner = z.object({
  partnerId: organisation,
  accountId: idOf<'account'>().optional(),
  requestId: z.uuid(),
})

const accepted = z.object({
  partnerId: organisation,
  relationshipId: idOf<'relationship'>(),
  acceptanceId: idOf<'acceptance'>(),
})

const by = idOf<'account'>()
const granted = z.object({ customerId: organisation, acceptanceId: idOf<'acceptance'>(), by })

/** Never says why the services were lost, or to whom. */
const lost = z.object({
  partnerId: organisation,
  relationshipId: idOf<'relationship'>(),
  services: z.array(z.string()),
})

const partnerLost = z.object({
  customerId: organisation,
  partnerId: organisation,
  services: z.array(z.string()),
  by: z.enum(['partner', 'operator']),
})

/** `after` is when the link was revoked before. */
const linkRevoked = z.object({
  partnerId: organisation,
  linkId: idOf<'link'>(),
  after: z.iso.datetime().nullable(),
})

/**
 * Every job by its name, `channel.noun-event`, with the ids that its handler needs: never an address or a text, because
 * a handler reads the current rows before it acts.
 */
export const jobs = {
  /** A partner used **Send for me** (M-08). */
  'mail.request-sent': z.object({ partnerId: organisation, recipientId: idOf<'recipient'>() }),
  'mail.sign-up-started': z.object({ linkId: idOf<'one_time_link'>() }),
  /** Somebody signed up with an address that has an account; only its owner may learn that. */
  'mail.sign-up-repeated': z.object({ accountId: idOf<'account'>() }),
  'mail.reset-requested': z.object({ linkId: idOf<'one_time_link'>() }),
  /** To a user whose address is not at a domain of the company, with the link that sets the password. */
  'mail.user-added': z.object({ linkId: idOf<'one_time_link'>() }),
  /** A series of sign-ins failed: to the account's owner, at most once a day. */
  'mail.sign-ins-failed': z.object({ accountId: idOf<'account'>() }),
  /** To one person of the partner (M-10). */
  'mail.relationship-accepted': accepted.extend({ accountId: idOf<'account'>() }),
  /** To the person who accepted. */
  'mail.relationship-receipt': z.object({
    customerId: organisation,
    acceptanceId: idOf<'acceptance'>(),
    accountId: idOf<'account'>(),
  }),
  /** An acceptance granted privileges: records a mail to everybody who decides for the customer but `by`. */
  'customer.privileges-granted': granted,
  /** To one of them; without an account, to the customer's security contact. */
  'mail.privileges-granted': granted.extend({ accountId: idOf<'account'>().optional() }),
  /** A customer took privileges away or moved them: records a mail to each admin of the partner that lost them. */
  'partner.privileges-lost': lost,
  'mail.privileges-lost': lost.extend({ accountId: idOf<'account'>() }),
  /**
   * A partner gave privileges up and wants the customer's admins to know (M-12), or the operator ended what nobody used: records
   * a mail to everybody who decides for the customer, and to its security contact.
   */
  'customer.privileges-lost': partnerLost,
  'mail.partner-privileges-lost': partnerLost.extend({ accountId: idOf<'account'>().optional() }),
  'customers.export-asked': z.object({ partnerId: organisation, exportId: idOf<'customer_export'>() }),
  /** The next rows of a partner's import: read for the dry run, or taken. Records the job that goes on after it. */
  'customer-import.continue': z.object({ partnerId: organisation, importId: idOf<'customer_import'>() }),
  ...betweenSidesJobs,
  ...agreementJobs,
  ...operatorJobs,
  ...serviceRequestJobs,
  ...referralJobs,
  /** To one global admin of the customer. */
  'mail.join-requested': z.object({
    customerId: organisation,
    membershipId: idOf<'membership'>(),
    accountId: idOf<'account'>(),
  }),
  /** To an address that a customer named as its security contact, with the link that confirms it. */
  'mail.security-contact-asked': z.object({ customerId: organisation, linkId: idOf<'one_time_link'>() }),
  'mail.security-contact-ended': z.object({
    customerId: organisation,
    contactId: idOf<'security_contact'>(),
  }),
  'mail.join-decided': z.object({ customerId: organisation, membershipId: idOf<'membership'>() }),
  /** To the person whose role at a customer was changed, or to one global admin. */
  'mail.role-changed': z.object({
    customerId: organisation,
    membershipId: idOf<'membership'>(),
    accountId: idOf<'account'>(),
    by: idOf<'account'>(),
    before: z.array(z.enum(customerRoles)),
    role: z.enum(customerRoles),
  }),
  /** To a person whose second factor somebody else reset. */
  'mail.second-factor-reset': z.object({
    organisationId: organisation,
    audience: z.enum(['partner', 'customer']),
    membershipId: idOf<'membership'>(),
    by: z.enum(['global_admin', 'operator']),
  }),
  ...applicationMails,
  'mail.work-account-started': z.object({ linkId: idOf<'one_time_link'>() }),
  /** Updates the partner's own log and mails its people, in the partner's scope. */
  'relationship.accepted': accepted,
  /** A reseller authorised the provider that invited it: updates the provider's own log. */
  'partnership.authorised': z.object({ providerId: organisation, resellerId: organisation }),
  'relationship.declined': z.object({
    customerId: organisation,
    partnerId: organisation,
    declineId: z.uuid(),
  }),
  /**
   * An operator froze, thawed or ended everything that a partner may do at its customers. Finds the next of them, and
   * records a job for each in the partner's scope. Their records carry the id of the operator's request.
   */
  'partner.privileges-changed': privilegesChanged.extend({ after: organisation.optional() }),
  /** Carries it to one customer, in the customer's scope: ends the grants, writes the record, mails the global admins. */
  'customer.privileges-changed': privilegesChanged.extend({ customerId: organisation }),
  /** To one who decides for the customer; without an account, to its security contact. */
  'mail.privileges-changed': z.object({
    customerId: organisation,
    partnerId: organisation,
    accountId: idOf<'account'>().optional(),
    change: z.enum(privilegesChanges),
    requestId: z.uuid(),
  }),
  /** A warning of the end of the partner's authorisation is due: records a mail to each recipient (M-20). */
  /** Takes in the customers that the operator records for a partner, from its activation on. */
  'partner.known-customers': z.object({ partnerId: organisation }),
  'partner.deauthorisation-near': noticed,
  /** To one global admin of the partner; without an account, to its primary contact. */
  'mail.deauthorisation-warning': noticed.extend({ accountId: idOf<'account'>().optional() }),
  /** To one global admin of the partner; without an account, to its primary contact. */
  'mail.partner-suspended': toPartner,
  'mail.suspension-lifted': toPartner,
  /** To one global admin of the partner whose privileges they are. */
  'mail.privileges-frozen': toPartner,
  'mail.privileges-thawed': toPartner,
  /** A link was revoked: records a mail to each author of a request since `after` that nobody can accept now. */
  'partner.link-revoked': linkRevoked,
  'mail.link-revoked': linkRevoked.extend({ accountId: idOf<'account'>() }),
  /** Tells every global admin of the customer. */
  'membership.requested': z.object({ customerId: organisation, membershipId: idOf<'membership'>() }),
  /**
   * Asks the provisioner to carry something out, or how it stands. `attempt`: how often it had been asked when this was
   * recorded; a job of an older attempt does nothing.
   */
  'customer.provision': z.object({
    partnerId: organisation,
    customerId: organisation,
    provisioningId: idOf<'provisioning'>(),
    attempt: z.number().int().min(0),
  }),
  /** The mail provider reported on a mail. */
  'feedback.received': z.object({ receiptId: z.string().min(1).max(200) }),
} as const

export type JobName = keyof typeof jobs

export type EnqueuingScope = 'partner' | 'customer' | 'auth' | 'inbound' | 'operator' | 'keeper' | 'rekeyer'

/**
 * Which scopes may record each job. The database refuses every other: a new line here needs a row of `job_scope` in a
 * migration, which a test compares with this list.
 */
export const enqueuedBy = {
  'mail.request-sent': ['partner'],
  'mail.sign-up-started': ['auth'],
  'mail.sign-up-repeated': ['auth'],
  'mail.reset-requested': ['auth', 'partner'],
  'mail.relationship-accepted': ['partner'],
  'mail.relationship-receipt': ['customer'],
  'mail.agreement-renewed': ['customer'],
  'customer.privileges-granted': ['customer'],
  'mail.privileges-granted': ['customer'],
  'partner.privileges-lost': ['customer', 'operator'],
  'mail.privileges-lost': ['partner'],
  'customer.privileges-lost': ['partner', 'operator'],
  'mail.partner-privileges-lost': ['customer'],
  'customers.export-asked': ['partner'],
  'tenant.export-asked': ['operator'],
  'customer-import.continue': ['partner'],
  'end-request.changed': ['customer', 'partner', 'operator'],
  'renegotiation.changed': ['customer', 'partner'],
  'mail.renegotiation': ['customer', 'partner'],
  'mail.end-request': ['customer', 'partner'],
  'mail.agreement-attested': ['partner'],
  'mail.agreement-due': ['operator'],
  'agreement.ask-customers': ['operator', 'keeper'],
  'mail.agreement-renewal-due': ['keeper'],
  'mail.service-request': ['partner', 'operator'],
  'mail.referral-asked': ['auth'],
  'referral.waiting': ['auth', 'operator', 'partner', 'keeper'],
  'mail.referral-waiting': ['partner'],
  'mail.referral-closed': ['partner', 'keeper'],
  'mail.join-requested': ['customer'],
  'mail.security-contact-asked': ['customer'],
  'mail.security-contact-ended': ['customer', 'auth'],
  'mail.join-decided': ['customer'],
  'mail.role-changed': ['customer'],
  'mail.second-factor-reset': ['partner', 'customer', 'operator'],
  'mail.contact-verification-requested': ['partner', 'operator'],
  'mail.enrolment-status-changed': ['partner', 'auth', 'operator'],
  'mail.enrolment-accepted': ['operator'],
  'mail.enrolment-rejected': ['operator'],
  'mail.documents-requested': ['operator'],
  'mail.account-ready': ['operator'],
  'mail.enrolment': ['partner', 'auth', 'operator'],
  'mail.work-account-started': ['auth'],
  'mail.user-added': ['partner'],
  'mail.sign-ins-failed': ['auth'],
  'relationship.accepted': ['customer'],
  'partnership.authorised': ['partner'],
  'relationship.declined': ['customer'],
  'partner.privileges-changed': ['operator', 'partner'],
  'customer.privileges-changed': ['partner'],
  'mail.privileges-changed': ['customer'],
  'partner.known-customers': ['partner', 'operator', 'auth'],
  'partner.deauthorisation-near': ['operator', 'keeper'],
  'mail.deauthorisation-warning': ['partner'],
  'mail.partner-suspended': ['operator'],
  'mail.suspension-lifted': ['operator'],
  'mail.privileges-frozen': ['operator'],
  'mail.privileges-thawed': ['operator'],
  'partner.link-revoked': ['operator', 'rekeyer'],
  'mail.link-revoked': ['partner'],
  'membership.requested': ['auth'],
  'customer.provision': ['partner', 'customer', 'operator'],
  'feedback.received': ['inbound'],
} as const satisfies Record<JobName, readonly EnqueuingScope[]>

export type JobData<N extends JobName> = z.infer<(typeof jobs)[N]>
/** A job as a mutation records it. */
export type Job = { [N in JobName]: { id?: string; createdAt?: Date; name: N; data: JobData<N> } }[JobName]
