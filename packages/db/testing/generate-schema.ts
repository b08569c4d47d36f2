// Writes src/core/schema.gen.ts from the migrations, with a throw-away server: `node testing/generate-schema.ts`.
// The columns that hold ids get the noun in their type, so that an id of the wrong noun does not compile.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { startPg } from '@entente/testkit/pg'
import { migrate } from '../src/core/migrate.ts'

const target = new URL('../src/core/schema.gen.ts', import.meta.url).pathname
const server = await startPg({ throwaway: true })
await migrate(server.url(), 'global')

const nouns: Record<string, string> = {
  organisationId: 'organisation',
  partnerId: 'organisation',
  customerId: 'organisation',
  providerId: 'organisation',
  resellerId: 'organisation',
  endedFor: 'organisation',
  otherPartyId: 'organisation',
  accountId: 'account',
  authorId: 'account',
  actorId: 'account',
  acceptedBy: 'account',
  declinedBy: 'account',
  grantedBy: 'account',
  authorisedBy: 'account',
  endedBy: 'account',
  decidedBy: 'account',
  membershipId: 'membership',
  linkId: 'link',
  relationshipId: 'relationship',
  acceptanceId: 'acceptance',
  movedBy: 'acceptance',
  removalId: 'removal',
  endRequestId: 'end_request',
  startedBy: 'account',
  userId: 'customer_user',
  referralId: 'referral',
  runId: 'licence_run',
  serviceRequestId: 'service_request',
  noteId: 'service_request_note',
  requestedBy: 'account',
  openedBy: 'account',
  handledBy: 'account',
  operatorId: 'account',
  removedBy: 'account',
  attestedBy: 'account',
  statementId: 'statement',
  requestId: 'request',
  sessionId: 'session',
  replaces: 'session',
  retriedBy: 'account',
  applicantId: 'account',
  assigneeId: 'account',
  uploadedBy: 'account',
  addedBy: 'account',
  madeBy: 'organisation',
  testedBy: 'account',
  announcedBy: 'account',
  answeredBy: 'account',
  settledBy: 'account',
  writtenBy: 'account',
  importedBy: 'account',
  askedBy: 'account',
  partnerPerson: 'account',
  customerPerson: 'account',
  confirmedBy: 'account',
  withdrawnBy: 'account',
  knownAs: 'organisation',
  documentId: 'enrolment_document',
  contactMailId: 'outbox',
  offerId: 'offer',
  addOnOf: 'offer',
  offerBefore: 'offer',
  offerAfter: 'offer',
  resellerBefore: 'organisation',
  resellerAfter: 'organisation',
  subscriptionId: 'subscription',
  parentId: 'subscription',
  orderedFor: 'organisation',
  orderedBy: 'account',
}
const tables: Record<string, string> = {
  Organisation: 'organisation',
  AuthAccount: 'account',
  AuthMembership: 'membership',
  AuthSession: 'session',
  AuthDirectoryAttempt: 'directory_attempt',
  DirectoryImport: 'directory_import',
  AuthOneTimeLink: 'one_time_link',
  RelationshipLink: 'link',
  Relationship: 'relationship',
  Acceptance: 'acceptance',
  Partnership: 'partnership',
  RelationshipRemoval: 'removal',
  EndRequest: 'end_request',
  AgreementAttestation: 'attestation',
  Provisioning: 'provisioning',
  CustomerView: 'customer_view',
  CustomerExport: 'customer_export',
  TenantExport: 'tenant_export',
  Renegotiation: 'renegotiation',
  SecurityContact: 'security_contact',
  CustomerUser: 'customer_user',
  LicenceRun: 'licence_run',
  ServiceRequest: 'service_request',
  ServiceRequestNote: 'service_request_note',
  ServiceRequestDocument: 'service_request_document',
  Statement: 'statement',
  RelationshipRequest: 'request',
  RequestRecipient: 'recipient',
  AuthSecondFactor: 'second_factor',
  AuthRecoveryCode: 'recovery_code',
  AuthWaitingChoice: 'waiting_choice',
  EnrolmentDocument: 'enrolment_document',
  OperatorRequest: 'operator_request',
  DeauthorisationNotice: 'deauthorisation_notice',
  Offer: 'offer',
  Subscription: 'subscription',
  SubscriptionOrder: 'order',
  OrderAsk: 'order_ask',
  Referral: 'referral',
}

/** Columns whose noun depends on their table: an audit record's request is no relationship request. */
const columns: Record<string, string | undefined> = {
  'AuditRecord.requestId': undefined,
  'ServiceRequestDocumentContent.documentId': 'service_request_document',
  'AuditRecord.actorId': `account' | 'application`,
}

execFileSync(
  new URL('../node_modules/.bin/kysely-codegen', import.meta.url).pathname,
  [
    '--url',
    server.url(),
    '--dialect',
    'postgres',
    '--camel-case',
    '--default-schema',
    'public',
    '--include-pattern',
    '(public|auth).*',
    '--exclude-pattern',
    'public.kysely*',
    '--out-file',
    target,
  ],
  { stdio: 'pipe' },
)
await server.stop()
let table = ''
const lines = readFileSync(target, 'utf8')
  .split('\n')
  .map((line) => {
    table = line.match(/^export interface (\w+) \{/)?.[1] ?? table
    const column = line.match(/^ {2}(\w+): (string|string \| null);$/)
    const name = column?.[1] ?? ''
    const ofTable = `${table}.${name}`
    const noun = name === 'id' ? tables[table] : ofTable in columns ? columns[ofTable] : nouns[name]
    return noun && column ? line.replace('string', `Id<'${noun}'>`) : line
  })
const at = lines.findIndex((line) => line.startsWith('import '))
lines.splice(at, 0, `import type { Id } from '@entente/domain/core/id'`)
writeFileSync(target, lines.join('\n'))
