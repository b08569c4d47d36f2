import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { holding } from '@entente/db/testing/holding'
import { addAsOwner } from '@entente/db/testing/rows'
import { attestationVersion } from '@entente/domain/core/attestation'
import { may, type Permission, permissions, rolesFor } from '@entente/domain/core/permission'
import type { PartnerRole } from '@entente/domain/core/role'
import { adminTypes, agentTypes, rolesOfTypes, typesOf } from '@entente/domain/core/user-type'
import { consentVersion } from '@entente/domain/partner/partnership'
import { recordedAs } from '@entente/domain/relationship/access-record'
import { isFull } from '@entente/testkit/full'
import { mutationsOf } from '@entente/trpc/core/declared'
import { appRouter } from '@entente/trpc/router'
import {
  authorizing,
  cloud,
  generousLimits,
  givenWorld,
  grantAll,
  keyring,
  partnershipTokenOf,
  tokenOf,
} from '@entente/trpc/testing'
import { givenApplication, givenChecks, givenDocument } from '@entente/trpc/testing/applications'
import { givenContactLink } from '@entente/trpc/testing/enrolment'
import { type Answer, call, inShort } from '@entente/trpc/testing/http'
import { givenProfile, givenReferral, referralTokenOf, referred } from '@entente/trpc/testing/referrals'
import { codeOf, turnOnFactor } from '@entente/trpc/testing/second-factor'
import { givenSecurityContact } from '@entente/trpc/testing/security-contact'
import { contact } from '@entente/trpc/testing/sites'
import {
  importPriceList,
  offersOf,
  priceList,
  provisionAll,
  relationshipWith,
} from '@entente/trpc/testing/subscriptions'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { type Actor, givenActors, partnerActorOf } from '../testing/actors.ts'
import { createApp } from './app.ts'

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)

// Providers, so that they have partnerships; what only resellers do is answered by their kind.
const provider = () => world.partner({ kind: 'indirect_provider' })
const [ours, foreign] = [await provider(), await provider()]
const [customer, foreignCustomer] = [await world.customer(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(ours, { withPrivileges: true }), grantAll),
)
await (await world.as(foreignCustomer.person)).invitation.accept(authorizing(tokenOf(foreign)))
/** A partner that only `customer` accepts. */
const onlyOurs = await world.partner()
await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(onlyOurs)))

const personOf = (
  organisationId: typeof ours.id,
  audience: 'partner' | 'customer',
  role: Parameters<typeof world.person>[0]['roles'][number],
) => world.person({ organisationId, audience, roles: [role], passwordHash })

const actors = await givenActors(world, { ours, foreign, customer, foreignCustomer }, passwordHash)
const agent = await world.as(ours.person)
const relationshipId = (await agent.customers.list({})).customers[0]?.id
const draftOf = async () => {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await agent.relationshipRequest.draft({
      withPrivileges: false,
    })
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
}
/** A draft carries its partner's link, so a foreign partner needs a draft of its own. */
const draftFor = async ({ tenant }: Actor) =>
  tenant === foreign.id ? { ...(await draftOf()), ...(await foreignWords()) } : draftOf()
const foreignWords = async () => {
  const { paragraphs, link } = await (await world.as(foreign.person)).relationshipRequest.draft({
    withPrivileges: false,
  })
  return { paragraphs: paragraphs.map(({ key, text }) => ({ key, text })), link }
}
const prepared = await agent.relationshipRequest.prepare({
  draft: await draftOf(),
  idempotencyKey: randomUUID(),
})

const once = () => ({ idempotencyKey: randomUUID() })

// A reseller of ours with the same customer, and what is ordered for it.
await importPriceList(world)
const selling = await world.partner({ kind: 'indirect_reseller' })
await world.partnership({ provider: ours, reseller: selling })
const atSelling = await relationshipWith(world, selling, customer)
const askedFor = { offerId: (await offersOf(world)).B1 ?? '', term: 'P1M' as const, quantity: 2 }
const ordering = { ...askedFor, resellerId: selling.id }
async function sold() {
  const order = { id: relationshipId ?? '', ...ordering, unitPrice: 560, ...once() }
  const { subscriptionId } = await agent.subscriptions.place(order)
  await provisionAll(world)
  return subscriptionId
}
const purchase = { offerId: (await offersOf(world)).R1 ?? '', term: 'P1Y' as const, quantity: 1 }
const onlySeller = await world.as(onlyOurs.person)
const [onlyOne] = (await onlySeller.customers.list({})).customers
await onlySeller.customerPurchases.permit({ id: onlyOne?.id ?? '', isOn: true, ...once() })
const askedOrder = async () => {
  const ask = { id: atSelling, ...askedFor, providerId: ours.id, ...once() }
  return (await (await world.as(selling.person)).subscriptions.asks.send(ask)).id
}
const joiner = () =>
  world.person({ organisationId: customer.id, audience: 'customer', roles: [], status: 'requested' })
const newCompany = { organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy' }
const newcomer = () => ({
  ...newCompany,
  email: `ada@fabrikam-${randomUUID().slice(0, 8)}.example`,
})

const edits = {
  ...{ language: 'en' as const, withPrivileges: false, subject: null, paragraphs: {}, recipients: '' },
}
const savedDraft = async () => (await agent.requestDraft.save({ edits, ...once() })).id

async function acceptanceWith(partnerId: string) {
  const [row] = await world.asOwner<{ id: string }>(
    'select id from acceptance where customer_id = $1 and partner_id = $2 limit 1',
    [customer.id, partnerId],
  )
  return row?.id
}

/** The input of a partner that removes a customer of ours. */
async function removal() {
  const { person, legalName: typedName } = await world.customer()
  const { relationshipId: id } = await (await world.as(person)).invitation.accept(authorizing(tokenOf(ours)))
  return { id, typedName, attestation: { given: true, version: attestationVersion }, ...once() }
}

/** A statement of ours. */
async function billed() {
  const id = randomUUID()
  await world.asOwner(
    `insert into statement (id, partner_id, customer_id, relationship_id, month, currency, customer_name, total, made_at)
    select $1, partner_id, customer_id, id, '2027-01', 'EUR', 'x', 1, now() from relationship where id = $2`,
    [id, await added()],
  )
  return id
}

/** A customer that we added ourselves, and what we state about its agreement. */
const added = async () => addAsOwner(world, ours.id, (await world.customer()).id)
/** An import of ours, with a row that is at fault. */
async function importedIn(state: 'uploaded' | 'checked') {
  const file = Buffer.from('email\nada at contoso\n').toString('base64')
  const { id } = await agent.customerImports.upload({ kind: 'invite', fileName: 'a.csv', file, ...once() })
  await world.asOwner('update customer_import set state = $2 where id = $1', [id, state])
  await world.asOwner(`update customer_import_row set state = 'bad' where import_id = $1`, [id])
  return id
}
const newCustomer = () => ({
  ...{ legalName: 'Fabrikam SA', country: 'FR', adminName: 'Ada Roy' },
  tenant: `f${randomUUID().slice(0, 8)}`,
})
/** A customer that we added, by its relationship. */
const addedByUs = async () => (await agent.addedCustomers.add({ ...newCustomer(), ...once() })).id
/** A part of the customer's profile over what was saved last. */
async function profile(part: 'company' | 'billing', tenant: string | null = customer.id) {
  const [saved] = await world.asOwner<{ version: number }>(
    'select version from customer_profile where customer_id = $1 and part = $2',
    [tenant, part],
  )
  const address = { country: 'FR', line1: 'Quai 1', city: 'Nantes', postalCode: '44000' }
  const version = saved?.version ?? 0
  return { ...address, language: 'en', version, companyName: part === 'billing' ? 'Contoso' : '', ...once() }
}
const userFile = () => ({
  file: Buffer.from(`user name,name\n${randomUUID()}@contoso.example,Ada`).toString('base64'),
})
const agreed = {
  ...{ firstName: 'Ada', lastName: 'Roy', email: 'ada@contoso.example', agreedOn: '2026-01-31' },
  version: world.services.cloud.agreements.customer.version,
}

/** A subscription with seats, and a run that assigned some of them. */
async function licensed() {
  const id = randomUUID()
  await world.asOwner(
    `with sold as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
      values ($1::uuid, 'code-' || $1::uuid, 'Basic', 'azure', 1, 100, false, now()))
    insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at) select $1::uuid, id, customer_id, partner_id, $1::uuid, 10, 'P1Y', 'active', now(), now(), now()
      from relationship where id = $2`,
    [id, relationshipId],
  )
  return id
}
async function licenceRun() {
  const id = randomUUID()
  await world.asOwner(
    `insert into licence_run (id, partner_id, customer_id, relationship_id, subscription_id, act, started_by, started_at,
      total, done, finished_at) select $1, partner_id, customer_id, id, $3, 'assign', $4, now(), 1, 1, now()
      from relationship where id = $2`,
    [id, relationshipId, await licensed(), ours.person.id],
  )
  return id
}

/** A user in the customer's directory. */
async function cloudUser() {
  const id = randomUUID()
  await world.asOwner(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      values ($1, $2, $1::uuid || '@contoso.example', 'Ada', 'active', now(), now())`,
    [id, customer.id],
  )
  return id
}

/** What the provisioner has not ended in time. */
async function hanging() {
  const id = randomUUID()
  await world.asOwner(
    `insert into provisioning (id, partner_id, customer_id, relationship_id, kind, subject, payload, requested_at)
    select $1, partner_id, customer_id, id, 'user.create', $1, '{}', now() - interval '1 day' from relationship
    where partner_id = $2 limit 1`,
    [id, ours.id],
  )
  return id
}

/** A customer of a partner asks for the end, with the time to answer over where the operator mediates. */
async function askedToEnd({ partner = ours, by = customer, isDue = false }: Partial<EndAsked> = {}) {
  const api = await world.as(by.person)
  const { relationshipId } = await api.invitation.accept(authorizing(tokenOf(partner)))
  const { id } = await api.endRequests.ask({ partnerId: partner.id, reason: 'We move on.', ...once() })
  if (isDue) await world.asOwner('update end_request set deadline = now() where id = $1', [id])
  return { id, relationshipId }
}
type EndAsked = { partner: typeof ours; by: typeof customer; isDue: boolean }
const askedOfNew = async () => askedToEnd({ partner: await world.partner() })
const mediated = async () => ({ id: (await askedToEnd({ by: await world.customer(), isDue: true })).id })

/** A service request of ours about the customer, with an attachment. */
async function requested(status: 'open' | 'closed' = 'open') {
  const [request, note, document] = [newId(), newId(), newId()]
  await world.asOwner(
    `insert into service_request (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel,
      requested_by, opened_at, changed_at, closed_at)
    values ($1, $2, $3, $4, 'azure', 'minimal', 'x', $5, 'portal', $6, now(), now(), case $5 when 'closed' then now() end)`,
    [request, relationshipId, customer.id, ours.id, status, ours.person.id],
  )
  await world.asOwner(
    `insert into service_request_note values ($1, $2, $3, 'opened', 'x', $4, null, now())`,
    [note, request, ours.id, ours.person.id],
  )
  await world.asOwner(
    `insert into service_request_document values ($1, $2, $3, $4, 'x.png', 'image/png', 1, '', $5)`,
    [document, note, request, ours.id, ours.person.id],
  )
  await world.asOwner('insert into service_request_document_content values ($1, $2, $3)', [
    ...[document, ours.id, Buffer.from('x')],
  ])
  return { request, document }
}
const requestOf = async () => ({ request: (await requested()).request })
const attachmentOf = async () => ({ document: (await requested()).document })
const inRequest = { severity: 'minimal', title: 'x', text: 'x' }
/** An operator opens requests about a customer that took its privileges away. */
async function called() {
  const { person } = await world.customer()
  const api = await world.as(person)
  const { relationshipId: about } = await api.invitation.accept(authorizing(tokenOf(ours)))
  return { ...inRequest, relationshipId: about, service: 'azure', caller: ours.person.email, ...once() }
}

/** A recipient of ours whose mail waits. */
async function queued(): Promise<string> {
  const recipients = [newcomer().email]
  const sent = await agent.relationshipRequest.send({ draft: await draftOf(), recipients, ...once() })
  return sent.recipients[0]?.id ?? ''
}

/** A recipient of ours whose mail bounced. */
async function returned(): Promise<string> {
  const id = await queued()
  await world.asOwner(`update request_recipient set status = 'bounced' where id = $1`, [id])
  return id
}

const tokenOfActor = async ({ account, token }: Actor) =>
  token ? token() : account ? world.tokenFor(account) : undefined

/** The sessions that an actor's next call comes from; a factor is set up by one alone. */
const sessionOfNextCall = new Map<Actor, string | undefined>()

/** Starts to set up a second factor, where the actor may. */
async function begun(actor: Actor) {
  const token = await tokenOfActor(actor)
  sessionOfNextCall.set(actor, token)
  const api = world.caller({ token })
  await api.secondFactor.begin(once()).catch(() => undefined)
  return api
}

async function firstCode(actor: Actor): Promise<string> {
  const setUp = await (await begun(actor)).secondFactor.setUp().catch(() => undefined)
  return setUp ? codeOf(world, setUp.secret) : '000000'
}

async function ownOtherSession({ account }: Actor) {
  if (!account) return { id: randomUUID(), ...once() }
  const { sessions } = await (await world.as(account)).session.list()
  return { id: sessions[0]?.id, ...once() }
}

/** The input of an operator's act on a new partner. */
async function actOn(status: 'active' | 'suspended') {
  const { id, legalName: typedName } = await world.partner({ status })
  return { id, reason: 'Overdue', told: 'Please pay.', typedName, ...once() }
}

/** The input of an operator who thaws what another froze. */
async function thawing() {
  const act = await actOn('active')
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [act.id])
  return act
}

/** The input of an operator who withdraws what another announced. */
async function announced() {
  const act = await actOn('active')
  await world.asOwner(
    `insert into deauthorisation_notice (id, partner_id, reason, ends_at, announced_at, announced_by)
    select gen_random_uuid(), $1, 'Overdue', now() + interval '100 days', now(), $2`,
    [act.id, ours.person.id],
  )
  return act
}

/** The input of an operator who acts on the first version of an application. */
async function reviewing(given: Parameters<typeof givenApplication>[1], checks?: 'passed' | 'failed') {
  const application = await givenApplication(world, given)
  if (checks) await givenChecks(world, application, checks)
  return { id: application.id, version: 1, ...once() }
}

const colleague = async () => (await personOf(ours.id, 'partner', 'sales_agent')).membershipId
const customersColleague = async () => (await personOf(customer.id, 'customer', 'user')).membershipId

/** The input of an operator's act on a person of ours. */
const controlling = async () => ({
  ...{ id: (await personOf(ours.id, 'partner', 'sales_agent')).id, reason: 'Phished' },
  ...once(),
})

/** A person with a second factor. */
async function withFactor(...place: Parameters<typeof personOf>) {
  const person = await personOf(...place)
  await turnOnFactor(world, await world.as(person))
  return person
}

const asking = async () => ({
  ...{ id: (await withFactor(ours.id, 'partner', 'sales_agent')).id, reason: 'Phone stolen' },
  ...once(),
})

/** The input of an operator who settles another operator's request. */
async function asked() {
  const asker = await world.as(await world.operator('none', 'support_operator'))
  return { id: (await asker.operatorRequests.askReset(await asking())).id, ...once() }
}

async function removed(id: string) {
  await world.asOwner(
    `update auth.membership set status = 'removed', former_roles = roles, roles = '{}', decided_at = now()
    where id = $1`,
    [id],
  )
  return id
}

async function mailedColleague() {
  const id = await colleague()
  await world.asOwner(
    `with person as (select account_id from auth.membership where id = $1),
      without as (delete from auth.credential where account_id in (select account_id from person))
    update auth.account set added_by = $2 where id in (select account_id from person)`,
    [id, ours.id],
  )
  return id
}

/** a person who manages users must be an admin agent too. */
const needsAdminAgent = ({ roles }: Actor) =>
  roles.includes('admin_agent') ? undefined : '409 admin_agent_missing'

async function deadLetter(): Promise<string> {
  const id = randomUUID()
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values ($1, 'x', '{}', now(), now(), now(), 'x')`,
    [id],
  )
  return id
}

async function anyAuditId(): Promise<string | undefined> {
  const [row] = await world.asOwner<{ id: string }>('select id from audit_record limit 1')
  return row?.id
}

async function setUpToken(): Promise<string> {
  const account = await personOf(customer.id, 'customer', 'user')
  const link = await asAuth(world.api, null, (db) =>
    issueSetUpLink(db, keyring.link, { cloud: cloud.id, account }, world.clock.now()),
  )
  return link.token
}

async function oneTime(kind: 'sign_up' | 'reset' | 'work_account'): Promise<string> {
  const email = kind === 'reset' ? customer.person.email : newcomer().email
  const enrolling = { ...newcomer(), email, kind: 'direct_bill' as const }
  if (kind === 'work_account') await world.caller().enrolment.createWorkAccount({ ...enrolling, ...once() })
  else if (kind === 'sign_up') await world.caller().account.signUp({ ...newcomer(), email, ...once() })
  else {
    // A link is mailed again after five minutes only.
    await world.asOwner('delete from auth.guess')
    await world.caller().account.requestReset({ email, ...once() })
  }
  return world.oneTimeToken(kind, email)
}

/** The live grants of the customer, and one that nobody holds, so that there is always something to post. */
const holdersOfCustomer = async () => [
  { service: 'unknown', partnerId: onlyOurs.id },
  ...(await world.asOwner<{ service: string; partnerId: string }>(
    'select service, partner_id as "partnerId" from admin_grant where customer_id = $1 and ended_at is null',
    [customer.id],
  )),
]

const contactToken = async () =>
  givenContactLink(world, await givenApplication(world, { state: 'submitted', contact: 'sent' }))

/** A partner that `customer` has just accepted. */
const newPartner = async () => {
  const partner = await world.partner()
  await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
  return partner
}
/** A customer that has just accepted ours. */
const newOwnCustomer = async () => {
  const api = await world.as((await world.customer()).person)
  return (await api.invitation.accept(authorizing(tokenOf(ours)))).relationshipId
}

/** The token of an address that another customer named. */
const referralOf = () => givenReferral(world, ours)
const askedReferral = async () => {
  await givenProfile(world, foreign)
  await world.caller().referrals.ask({ ...referred, partnerId: foreign.id, ...once() })
  return { token: await referralTokenOf(world, foreign) }
}
const askedContact = async () => (await givenSecurityContact(world, await world.customer())).token

/** The refusal that an application in its final state gives its own global admin. */
const isOver = () => '409 enrolment_state_changed'
const isNoReseller = () => '403 wrong_partner_kind'
const forApplicants = ({ audience, roles }: Actor) => {
  if (audience !== 'partner') return '401 not_signed_in'
  return roles.includes('global_admin') ? undefined : '403 not_global_admin'
}
const street = { line1: 'Hafenstr. 1', city: 'Hamburg', postalCode: '20457' }
const reachable = { email: 'help@fabrikam.example', phone: '+49 40 1234567', country: 'DE' }
const document = await givenDocument(world, { id: ours.id, applicant: ours.person })

/** A reseller that is a partner of ours. */
async function withReseller() {
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: 'Resale' })
  return { id: (await world.partnership({ reseller, provider: ours })).id }
}
const partnership = await withReseller()
const ofOurs = { at: 'id', owner: ours.id }

type Entry = {
  /** `factor`: every signed-in person, and an operator whose sign-in waits for a second factor to be set up. */
  gate: 'public' | 'session' | 'factor' | Permission
  /** Makes a valid input for each call. */
  input?: (actor: Actor) => unknown
  /**
   * The argument that names a row, by its path in the input, and the tenant that owns the row: for others it must look
   * like an unknown one.
   */
  id?: { at: string; owner: string }
  /** The site that calls, where it is not that of the actor's session. */
  site?: 'customer'
  /** The response of the procedure itself behind the gate, where that is not 200. */
  answer?: (actor: Actor) => string | undefined
}

/** Every procedure. One that is missing here fails the test below. */
const entries: Record<string, Entry> = {
  'instance.about': { gate: 'public' },
  'instance.contact': { gate: 'public' },
  'session.signIn': {
    gate: 'public',
    site: 'customer',
    input: async () => ({
      email: (await personOf(customer.id, 'customer', 'user')).email,
      password,
    }),
  },
  'session.current': { gate: 'public' },
  'session.waiting': { gate: 'public' },
  'session.giveSecondFactor': {
    gate: 'public',
    input: () => ({ code: '000000' }),
    answer: ({ name }) => (name === 'awaits second factor' ? '401 wrong_code' : '401 not_signed_in'),
  },
  'session.replaceTemporaryPassword': {
    gate: 'public',
    input: () => ({ password: 'violet orchard signal 9' }),
    answer: ({ name }) => (name === 'awaits password change' ? '200' : '401 not_signed_in'),
  },
  'directorySignIn.start': { gate: 'public', input: () => ({ email: ours.person.email }) },
  'directorySignIn.finish': {
    gate: 'public',
    input: () => ({ state: 'made up', query: '?code=1' }),
    answer: () => '401 directory_sign_in_refused',
  },
  'operatorSignIn.way': { gate: 'public' },
  'operatorSignIn.start': { gate: 'public', answer: () => '401 operator_sign_in_refused' },
  'operatorSignIn.startConfirming': { gate: 'session', answer: () => '401 operator_sign_in_refused' },
  'operatorSignIn.finish': {
    gate: 'public',
    input: () => ({ state: 'made up', query: '?code=1' }),
    answer: () => '401 operator_sign_in_refused',
  },
  'session.howToConfirm': { gate: 'session' },
  'session.stepUp': { gate: 'session', input: () => ({ password }) },
  'session.list': { gate: 'session' },
  'session.end': { gate: 'session', input: ownOtherSession },
  'session.endOthers': { gate: 'session', input: once },
  'session.signOut': { gate: 'public' },
  'session.organisations': { gate: 'session' },
  'session.switchOrganisation': {
    gate: 'session',
    input: ({ tenant }) => ({ id: tenant ?? randomUUID() }),
    answer: ({ tenant }) => (tenant ? undefined : '404 not_found'),
  },
  'secondFactor.status': { gate: 'factor' },
  'secondFactor.begin': { gate: 'factor', input: once },
  'secondFactor.setUp': { gate: 'factor', input: async (actor) => void (await begun(actor)) },
  'secondFactor.confirm': {
    gate: 'factor',
    input: async (actor) => ({ code: await firstCode(actor), ...once() }),
  },
  'secondFactor.newRecoveryCodes': {
    gate: 'factor',
    input: once,
    answer: ({ name }) => (name === 'awaits set-up' ? '401 not_signed_in' : undefined),
  },
  'secondFactor.turnOff': {
    gate: 'factor',
    input: once,
    answer: ({ name, audience }) =>
      name === 'awaits set-up'
        ? '401 not_signed_in'
        : audience === 'operator'
          ? '409 second_factor_mandatory'
          : undefined,
  },
  'choices.keep': { gate: 'session', input: () => ({ form: { agreement: 'on' }, ...once() }) },
  'choices.kept': {
    gate: 'session',
    input: async () => ({
      id: (await (await world.as(customer.person)).choices.keep({ form: { a: 'b' }, ...once() })).id,
    }),
    // Each call uses a session of its own, and choices belong to one session.
    answer: () => '404 not_found',
  },
  'account.signUp': { gate: 'public', input: () => ({ ...newcomer(), ...once() }) },
  'account.signUpStatus': { gate: 'public', input: async () => ({ token: await oneTime('sign_up') }) },
  'account.confirmSignUp': {
    gate: 'public',
    input: async () => ({ token: await oneTime('sign_up'), ...newCompany, password, ...once() }),
  },
  'account.requestReset': {
    gate: 'public',
    input: () => ({ email: 'a@b.example', ...once() }),
  },
  'account.resetStatus': { gate: 'public', input: async () => ({ token: await oneTime('reset') }) },
  'account.resetPassword': {
    gate: 'public',
    input: async () => ({ token: await oneTime('reset'), password, ...once() }),
  },
  'account.setUpStatus': { gate: 'public', input: async () => ({ token: await setUpToken() }) },
  'account.setUp': {
    gate: 'public',
    input: async () => ({ token: await setUpToken(), password, ...once() }),
  },
  'account.changePassword': {
    gate: 'session',
    input: () => ({ current: password, password: 'orchard signal maple 7', ...once() }),
  },
  'account.setPreferences': { gate: 'session', input: () => ({ locale: 'de', ...once() }) },
  'enrolment.welcome': { gate: 'public' },
  'enrolment.createWorkAccount': {
    gate: 'public',
    input: () => ({ ...newcomer(), kind: 'direct_bill', ...once() }),
  },
  'enrolment.workAccountStatus': {
    gate: 'public',
    input: async () => ({ token: await oneTime('work_account') }),
  },
  'enrolment.confirmWorkAccount': {
    gate: 'public',
    input: async () => ({ token: await oneTime('work_account'), ...newCompany, password, ...once() }),
  },
  'enrolment.contactStatus': { gate: 'public', input: async () => ({ token: await contactToken() }) },
  'enrolment.confirmContact': {
    gate: 'public',
    input: async () => ({ token: await contactToken(), signedUp: true, addressIsOurs: true, ...once() }),
  },
  'enrolment.denyContact': {
    gate: 'public',
    input: async () => ({ token: await contactToken(), ...once() }),
  },
  'enrolment.prospects': { gate: 'session', answer: forApplicants },
  'enrolment.start': {
    gate: 'session',
    input: () => ({ kind: 'direct_bill', ...once() }),
    answer: forApplicants,
  },
  'enrolment.get': { gate: 'enrolment.manage' },
  'enrolment.membershipOptions': { gate: 'enrolment.manage' },
  'enrolment.signInToMembership': {
    gate: 'enrolment.manage',
    input: () => ({ userName: 'nobody', password }),
    answer: () => '401 wrong_credentials',
  },
  'enrolment.chooseProfile': {
    gate: 'enrolment.manage',
    input: () => ({ mpnId: '4711', ...once() }),
    answer: () => '409 membership_not_chosen',
  },
  'enrolment.cancelMembership': { gate: 'enrolment.manage', input: once },
  'enrolment.postponeMembership': { gate: 'enrolment.manage', input: once, answer: isOver },
  'enrolment.saveLegalProfile': {
    gate: 'enrolment.manage',
    input: () => ({ legalName: 'Fabrikam', country: 'DE', ...street, ...once() }),
    answer: isOver,
  },
  'enrolment.saveContact': {
    gate: 'enrolment.manage',
    input: () => ({ who: 'someone_else', name: 'Kim Weber', ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.saveSupport': {
    gate: 'enrolment.manage',
    input: () => ({ ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.submit': { gate: 'enrolment.manage', input: () => ({ version: 1, ...once() }), answer: isOver },
  'enrolment.reopen': { gate: 'enrolment.manage', input: () => ({ version: 1, ...once() }), answer: isOver },
  'enrolment.resendContactMail': {
    gate: 'enrolment.manage',
    input: once,
    answer: () => '409 contact_settled',
  },
  'enrolment.changeContact': {
    gate: 'enrolment.manage',
    input: () => ({ who: 'someone_else', name: 'Kim Weber', ...reachable, ...once() }),
    answer: isOver,
  },
  'enrolment.uploadDocument': {
    gate: 'enrolment.manage',
    input: () => ({ kind: 'other', name: 'a.pdf', content: btoa('%PDF-1.7'), ...once() }),
    answer: isOver,
  },
  'enrolment.giveConsent': {
    gate: 'enrolment.manage',
    input: () => ({ check: 'credit_check', ...once() }),
    answer: isOver,
  },
  'enrolment.document': {
    gate: 'enrolment.manage',
    input: () => ({ id: document }),
    id: { at: 'id', owner: ours.id },
  },
  'enrolment.provideDocuments': {
    gate: 'enrolment.manage',
    input: () => ({ version: 1, comment: 'Here', ...once() }),
    answer: isOver,
  },
  'enrolment.appeal': {
    gate: 'enrolment.manage',
    input: () => ({ version: 1, comment: 'Look again', ...once() }),
    answer: isOver,
  },
  'enrolment.signAgreement': {
    gate: 'agreement.sign',
    input: () => ({
      accepted: true,
      version: cloud.agreements.partner.version,
      signer: 'Ada Roy',
      ...once(),
    }),
    answer: isOver,
  },
  'partnerAccount.get': { gate: 'account.view' },
  'partnerAccount.changeProfile': {
    gate: 'account.edit',
    // A version that never existed, so that our profile stays as it is.
    input: () => ({ legalName: 'Contoso', country: 'DE', ...street, version: 999, ...once() }),
    answer: isOver,
  },
  'partnerAccount.changeContact': {
    gate: 'account.edit',
    input: () => ({ ...reachable, who: 'someone_else', name: 'Kim', version: 999, ...once() }),
    answer: isOver,
  },
  'partnerAccount.signAgreement': {
    gate: 'agreement.sign',
    input: () => ({
      accepted: true,
      version: cloud.agreements.partner.version,
      signer: 'Ada Roy',
      ...once(),
    }),
  },
  'partnerAccount.support': { gate: 'account.edit_support' },
  'partnerAccount.changeSupport': {
    gate: 'account.edit_support',
    input: () => ({ ...reachable, ...once() }),
  },
  'providers.list': { gate: 'public', input: () => ({}) },
  'providers.entry': { gate: 'provider_entry.edit' },
  'providers.saveEntry': {
    gate: 'provider_entry.edit',
    input: () => ({ ...reachable, countries: ['DE'], services: [], languages: ['de'], ...once() }),
  },
  'businessProfiles.list': { gate: 'public', input: () => ({}) },
  'businessProfiles.logo': {
    gate: 'public',
    input: () => ({ id: randomUUID() }),
    answer: () => '404 not_found',
  },
  'businessProfiles.own': { gate: 'business_profile.edit' },
  'businessProfiles.ownLogo': { gate: 'business_profile.edit', answer: () => '404 not_found' },
  'businessProfiles.save': {
    gate: 'business_profile.edit',
    input: () => ({ description: 'We help.', services: [], locations: [], isPublished: true, ...once() }),
  },
  'businessProfiles.saveLogo': { gate: 'business_profile.edit', input: () => ({ content: '', ...once() }) },
  'partnerships.review': {
    gate: 'partnerships.authorise',
    input: () => ({ token: partnershipTokenOf(foreign) }),
  },
  'partnerships.authorise': {
    gate: 'partnerships.authorise',
    input: () => ({
      ...{ token: partnershipTokenOf(foreign), consent: { given: true, version: consentVersion } },
      ...once(),
    }),
    answer: isNoReseller,
  },
  'partnerships.decline': {
    gate: 'partnerships.authorise',
    input: () => ({ token: partnershipTokenOf(foreign), ...once() }),
    answer: isNoReseller,
  },
  'partnerships.list': { gate: 'partnerships.view', input: () => ({}) },
  'partnerships.get': { gate: 'partnerships.view', input: () => partnership, id: ofOurs },
  'partnerships.removeAccess': {
    gate: 'partnerships.remove_access',
    input: () => ({ id: partnership.id, ...once() }),
    id: ofOurs,
    answer: isNoReseller,
  },
  'partnerships.remove': {
    gate: 'partnerships.remove',
    input: async () => ({
      ...{ id: (await withReseller()).id, typedName: 'Resale' },
      ...{ attestation: { given: true, version: attestationVersion }, ...once() },
    }),
    id: ofOurs,
  },
  'partnerships.account': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerships.users': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerships.activity': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerAccount.settings': { gate: 'home.view' },
  'partnerAccount.activity': { gate: 'account.view_activity', input: () => ({}) },
  'partnerAccount.signIn': { gate: 'account.manage_sign_in' },
  'partnerAccount.requireSecondFactor': {
    gate: 'account.manage_sign_in',
    input: () => ({ required: false, ...once() }),
  },
  'partnerAccount.saveDirectory': {
    gate: 'account.manage_sign_in',
    // Nothing listens at this address.
    input: () => ({ issuer: 'http://localhost:1', clientId: 'a', clientSecret: 'b', ...once() }),
  },
  'partnerAccount.testDirectory': {
    gate: 'account.manage_sign_in',
    answer: () => '422 directory_unusable',
  },
  'partnerAccount.declareAddresses': {
    gate: 'account.manage_sign_in',
    input: () => ({ verified: false, ...once() }),
  },
  'partnerAccount.switchDirectory': {
    gate: 'account.manage_sign_in',
    input: () => ({ on: false, ...once() }),
  },
  'partnerAccount.removeDirectory': {
    gate: 'account.manage_sign_in',
    input: () => ({ typedName: 'localhost:1', ...once() }),
  },
  'relationshipRequest.draft': {
    gate: 'relationship_request.prepare',
    input: () => ({ withPrivileges: false }),
  },
  'relationshipRequest.prepare': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), ...once() }),
  },
  'relationshipRequest.send': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), recipients: [newcomer().email], ...once() }),
  },
  'relationshipRequest.sendAgain': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientId: await returned(), address: newcomer().email, ...once() }),
    id: { at: 'recipientId', owner: ours.id },
  },
  'relationshipRequest.remind': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientIds: [await returned()], ...once() }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.withdraw': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientIds: [await queued()], ...once() }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.list': { gate: 'relationship_request.view_log', input: () => ({}) },
  'relationshipRequest.get': {
    gate: 'relationship_request.view_log',
    input: () => ({ id: prepared.id }),
    id: { at: 'id', owner: ours.id },
  },
  'relationshipRequest.progress': {
    gate: 'relationship_request.view_log',
    input: async () => ({ recipientIds: [await queued()] }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.counter': { gate: 'relationship_request.view_log' },
  'requestDraft.list': { gate: 'relationship_request.prepare' },
  'requestDraft.get': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.save': {
    gate: 'relationship_request.prepare',
    input: async () => ({ edits, id: await savedDraft(), version: 1, base: edits, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.discard': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.preview': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft() }),
    id: { at: 'id', owner: ours.id },
  },
  'customers.list': { gate: 'customers.view', input: () => ({}) },
  'customers.page': { gate: 'customers.view', input: () => ({}) },
  'customers.listShared': {
    gate: 'customers.view',
    input: () => ({ partnership: partnership.id }),
    id: { at: 'partnership', owner: ours.id },
  },
  'customerExports.ask': { gate: 'customers.view', input: () => ({ columns: ['domain'], ...once() }) },
  'customerExports.latest': { gate: 'customers.view' },
  // Nothing is written here without a worker.
  'customerExports.part': { gate: 'customers.view', input: () => ({}), answer: () => '404 not_found' },
  'customerLabels.get': {
    gate: 'customers.label',
    input: () => ({ ids: [relationshipId] }),
    id: { at: 'ids', owner: ours.id },
  },
  'customerLabels.save': {
    gate: 'customers.label',
    input: () => ({ ids: [relationshipId], add: ['vip'], ...once() }),
    id: { at: 'ids', owner: ours.id },
  },
  'customerLabels.tagMatching': { gate: 'customers.label', input: () => ({ add: ['vip'], ...once() }) },
  'customerViews.list': { gate: 'customers.view' },
  'customerViews.save': {
    gate: 'customers.view',
    input: () => ({ name: `Mine ${randomUUID().slice(0, 8)}`, query: 'country=DE', ...once() }),
  },
  'customerViews.delete': {
    gate: 'customers.view',
    // A view is one person's alone.
    input: () => ({ id: randomUUID(), ...once() }),
    answer: () => '404 not_found',
  },
  'customers.counter': { gate: 'customers.view' },
  'home.get': { gate: 'home.view' },
  'home.suspension': { gate: 'home.view' },
  'customers.summary': { gate: 'customers.view' },
  'customers.get': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerServices.open': {
    gate: 'customer_services.open',
    input: () => ({ id: relationshipId, service: 'azure', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.list': {
    gate: 'customer_licences.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.get': {
    gate: 'customer_licences.view',
    input: async () => ({ id: relationshipId, subscriptionId: await licensed() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.start': {
    gate: 'customer_licences.assign',
    input: async () => ({
      ...{ id: relationshipId, subscriptionId: await licensed(), act: 'assign' },
      ...{ userIds: [await cloudUser()], ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.progress': {
    gate: 'customers.view',
    input: async () => ({ id: relationshipId, runId: await licenceRun() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.results': {
    gate: 'customer_licences.view',
    input: async () => ({ id: relationshipId, runId: await licenceRun() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerLicences.cancel': {
    gate: 'customer_licences.assign',
    input: async () => ({ id: relationshipId, runId: await licenceRun(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.get': {
    gate: 'customer_profile.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.saveCompany': {
    gate: 'customer_profile.edit',
    input: async () => ({ id: relationshipId, ...(await profile('company')) }),
    id: { at: 'id', owner: ours.id },
  },
  'customerProfiles.saveBilling': {
    gate: 'customer_profile.edit_billing',
    input: async () => ({ id: relationshipId, ...(await profile('billing')) }),
    id: { at: 'id', owner: ours.id },
  },
  'ownProfile.get': { gate: 'own_profile.view' },
  'ownProfile.saveCompany': {
    gate: 'own_profile.edit',
    input: ({ tenant }) => profile('company', tenant),
  },
  'ownProfile.saveBilling': {
    gate: 'own_profile.edit',
    input: ({ tenant }) => profile('billing', tenant),
  },
  'customerUsers.list': {
    gate: 'customer_users.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.get': {
    gate: 'customer_users.view',
    input: async () => ({ id: relationshipId, userId: await cloudUser() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.create': {
    gate: 'customer_users.manage',
    input: () => ({
      ...{ id: relationshipId, userName: `${randomUUID()}@contoso.example`, displayName: 'Ada', ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.checkFile': {
    gate: 'customer_users.manage',
    input: () => ({ id: relationshipId, ...userFile(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.createFromFile': {
    gate: 'customer_users.manage',
    input: () => ({ id: relationshipId, ...userFile(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.update': {
    gate: 'customer_users.manage',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), displayName: 'Ada', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.change': {
    gate: 'customer_users.manage',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), act: 'disable', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerUsers.resetPassword': {
    gate: 'customer_users.reset_password',
    input: async () => ({ id: relationshipId, userId: await cloudUser(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'referrals.partner': {
    gate: 'public',
    input: async () => {
      await givenProfile(world, foreign)
      return { partnerId: foreign.id }
    },
  },
  'referrals.ask': {
    gate: 'public',
    input: async () => {
      await givenProfile(world, ours)
      return { ...referred, email: `ada@${randomUUID()}.example`, partnerId: ours.id, ...once() }
    },
  },
  'referrals.askStatus': { gate: 'public', input: askedReferral },
  'referrals.confirm': { gate: 'public', input: async () => ({ ...(await askedReferral()), ...once() }) },
  'referrals.list': { gate: 'referrals.view', input: () => ({}) },
  'referrals.get': { gate: 'referrals.view', input: referralOf, id: { at: 'id', owner: ours.id } },
  'referrals.act': {
    gate: 'referrals.answer',
    input: async () => ({ ...(await referralOf()), act: 'decline', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'referrals.refer': {
    gate: 'referrals.refer',
    input: () => ({ ...referred, partnershipId: randomUUID(), ...once() }),
    answer: () => '404 not_found',
  },
  'serviceRequests.list': { gate: 'service_requests.view', input: () => ({ customer: relationshipId }) },
  'serviceRequests.services': {
    gate: 'service_requests.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.get': {
    gate: 'service_requests.view',
    input: requestOf,
    id: { at: 'request', owner: ours.id },
  },
  'serviceRequests.document': {
    gate: 'service_requests.view',
    input: attachmentOf,
    id: { at: 'document', owner: ours.id },
  },
  'serviceRequests.open': {
    gate: 'service_requests.create',
    input: () => ({ id: relationshipId, service: 'azure', ...inRequest, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.reply': {
    gate: 'service_requests.answer',
    input: async () => ({ id: relationshipId, ...(await requestOf()), act: 'reply', text: 'x', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'serviceRequests.reopen': {
    gate: 'service_requests.create',
    input: async () => {
      const { request } = await requested('closed')
      return { id: relationshipId, service: 'azure', request, text: 'x', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'customers.history': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customers.receipt': {
    gate: 'customers.view',
    input: async () => ({ id: relationshipId, acceptance: await acceptanceWith(ours.id) }),
    id: { at: 'id', owner: ours.id },
  },
  'customerRemoval.review': {
    gate: 'customers.remove',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerRemoval.remove': {
    gate: 'customers.remove',
    input: removal,
    id: { at: 'id', owner: ours.id },
  },
  'ownPrivileges.list': { gate: 'admin_grants.view', input: () => ({}) },
  'ownPrivileges.review': {
    gate: 'admin_grants.view',
    input: () => ({ ids: [relationshipId] }),
    id: { at: 'ids', owner: ours.id },
  },
  'ownPrivileges.giveUp': {
    gate: 'admin_grants.give_up',
    // A service that nobody offers: nothing is given up here.
    input: () => ({
      ...{ customers: [{ id: relationshipId, services: ['nothing'] }], tellsCustomers: false, ...once() },
    }),
    answer: ({ tenant }) => (tenant === foreign.id ? '404 not_found' : '422 services_invalid'),
  },
  'formerCustomers.list': { gate: 'customers.view', input: () => ({}) },
  'invitation.card': { gate: 'public', input: () => ({ token: tokenOf(ours) }) },
  'invitation.review': { gate: 'invitation.decide', input: () => ({ token: tokenOf(ours) }) },
  'invitation.accept': { gate: 'invitation.decide', input: () => authorizing(tokenOf(ours)) },
  'invitation.decline': {
    gate: 'invitation.decide',
    input: () => ({ token: tokenOf(ours), tellPartner: false, ...once() }),
  },
  'partnerRelationships.list': { gate: 'partner_relationships.view', input: () => ({}) },
  'partnerRelationships.get': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.receivers': { gate: 'invitation.decide' },
  'partnerRelationships.link': {
    gate: 'invitation.decide',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.moveRoles': {
    gate: 'invitation.decide',
    input: async () => ({
      partnerId: onlyOurs.id,
      services: [
        {
          service: 'azure',
          holderSeen:
            (await holdersOfCustomer()).find(({ service }) => service === 'azure')?.partnerId ?? onlyOurs.id,
        },
      ],
      agreement: { accepted: true, version: cloud.agreements.customer.version },
      ...once(),
    }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'agreementRenewal.get': { gate: 'partner_relationships.view' },
  'agreementRenewal.accept': {
    gate: 'invitation.decide',
    // Each actor finds an earlier version signed.
    input: async () => {
      await world.asOwner('delete from agreement_renewal')
      await world.asOwner(`update acceptance set version = 'earlier'`)
      return { accepted: true, version: cloud.agreements.customer.version, ...once() }
    },
  },
  'partnerHistory.list': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerHistory.receipt': {
    gate: 'partner_relationships.view',
    input: async () => ({ partnerId: onlyOurs.id, acceptance: await acceptanceWith(onlyOurs.id) }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.removeRoles': {
    gate: 'partner_relationships.remove_roles',
    input: () => ({ partnerId: onlyOurs.id, services: ['azure'], ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'partnerRelationships.holders': { gate: 'partner_relationships.view' },
  'partnerRelationships.removeAllRoles': {
    gate: 'partner_relationships.remove_roles',
    input: async () => ({ holders: await holdersOfCustomer(), ...once() }),
  },
  'endRequests.withPartner': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'endRequests.ask': {
    gate: 'partner_relationships.ask_end',
    input: async () => {
      const partner = await world.partner()
      await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
      return { partnerId: partner.id, reason: 'We move on.', ...once() }
    },
    id: { at: 'partnerId', owner: customer.id },
  },
  'endRequests.withdraw': {
    gate: 'partner_relationships.ask_end',
    input: async () => ({ id: (await askedOfNew()).id, ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'renegotiations.withPartner': {
    gate: 'partner_relationships.view',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.stateToPartner': {
    gate: 'partner_relationships.ask_end',
    input: async () => ({ partnerId: (await newPartner()).id, text: 'x', attested: true, ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.answerPartner': {
    gate: 'partner_relationships.ask_end',
    input: async () => {
      const partner = await newPartner()
      const api = await world.as(partner.person)
      const { customers } = await api.customers.list({})
      const id = customers[0]?.id as NonNullable<typeof relationshipId>
      await api.renegotiations.stateToCustomer({ id, text: 'x', attested: true, ...once() })
      const { latest } = await api.renegotiations.atCustomer({ id })
      return { partnerId: partner.id, renegotiationId: latest?.id, act: 'attest', attested: true, ...once() }
    },
    id: { at: 'partnerId', owner: customer.id },
  },
  'renegotiations.atCustomer': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'renegotiations.stateToCustomer': {
    gate: 'customers.remove',
    input: async () => ({ id: await newOwnCustomer(), text: 'x', attested: true, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'renegotiations.answerCustomer': {
    gate: 'customers.remove',
    input: async () => {
      const own = await world.customer()
      const api = await world.as(own.person)
      const { relationshipId: id } = await api.invitation.accept(authorizing(tokenOf(ours)))
      await api.renegotiations.stateToPartner({ partnerId: ours.id, text: 'x', attested: true, ...once() })
      const { latest } = await api.renegotiations.withPartner({ partnerId: ours.id })
      return { id, renegotiationId: latest?.id, act: 'decline', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'endRequests.list': { gate: 'customers.view' },
  'endRequests.atCustomer': {
    gate: 'customers.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'endRequests.answer': {
    gate: 'customers.remove',
    input: async () => {
      const asked = await askedToEnd({ by: await world.customer() })
      return { id: asked.relationshipId, answer: 'agree', ...once() }
    },
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.list': {
    gate: 'subscriptions.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.get': {
    gate: 'subscriptions.view',
    input: async () => ({ id: relationshipId, subscriptionId: await sold() }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.catalogue': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.offer': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, offerId: askedFor.offerId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.review': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...ordering }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.place': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...ordering, unitPrice: 560, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.change': {
    gate: 'subscriptions.order',
    input: async () => ({
      ...{ id: relationshipId, subscriptionId: await sold(), version: 2 },
      ...{ change: { kind: 'suspend' }, ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.asks.list': {
    gate: 'subscriptions.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.asks.send': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...askedFor, providerId: ours.id, ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: () => '403 partnership_missing',
  },
  'subscriptions.asks.withdraw': {
    gate: 'subscriptions.order',
    input: async () => ({ id: relationshipId, askId: await askedOrder(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: () => '404 not_found',
  },
  'subscriptions.asks.decline': {
    gate: 'subscriptions.order',
    input: async () => ({ id: relationshipId, askId: await askedOrder(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'knownCustomers.count': { gate: 'directory.manage' },
  'knownCustomers.import': {
    gate: 'directory.manage',
    input: () => ({
      file: Buffer.from('partner_id,organisation,country,domain\n').toString('base64'),
      ...once(),
    }),
  },
  'offerList.list': { gate: 'offers.view', input: () => ({}) },
  'offerList.import': {
    gate: 'offers.import',
    input: () => ({ file: Buffer.from(priceList).toString('base64'), ...once() }),
  },
  'customerImports.list': { gate: 'customers.import' },
  'customerImports.upload': {
    gate: 'customers.import',
    input: () => ({
      ...{ kind: 'invite', fileName: 'a.csv', file: Buffer.from('email\na@b.example\n').toString('base64') },
      ...once(),
    }),
  },
  'customerImports.get': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked') }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.rows': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked') }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.map': {
    gate: 'customers.import',
    input: async () => ({
      id: await importedIn('uploaded'),
      mapping: { email: 0 },
      language: 'en',
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.mend': {
    gate: 'customers.import',
    input: async () => ({
      id: await importedIn('checked'),
      row: 1,
      values: { email: 'a@b.example' },
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.take': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked'), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerImports.cancel': {
    gate: 'customers.import',
    input: async () => ({ id: await importedIn('checked'), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'addedCustomers.form': { gate: 'customers.add' },
  'addedCustomers.add': { gate: 'customers.add', input: () => ({ ...newCustomer(), ...once() }) },
  'addedCustomers.firstAdmin': {
    gate: 'customers.add',
    input: async () => ({ id: await addedByUs() }),
    id: { at: 'id', owner: ours.id },
  },
  'addedCustomers.firstPassword': {
    gate: 'customers.add',
    input: async () => ({ id: await addedByUs(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'billing.months': { gate: 'billing.view' },
  'billing.list': { gate: 'billing.view', input: () => ({}) },
  'billing.get': {
    gate: 'billing.view',
    input: async () => ({ id: await billed() }),
    id: { at: 'id', owner: ours.id },
  },
  'billing.atCustomer': {
    gate: 'billing.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerAgreement.get': {
    gate: 'customer_agreement.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerAgreement.attest': {
    gate: 'customer_agreement.attest',
    input: async () => ({ id: await added(), ...agreed, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'customerPurchases.permission': {
    gate: 'customer_purchases.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerPurchases.permit': {
    gate: 'customer_purchases.permit',
    input: async () => ({ id: await added(), isOn: true, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'ownSubscriptions.list': { gate: 'own_subscriptions.view', input: () => ({}) },
  'ownSubscriptions.sellers': { gate: 'own_subscriptions.view' },
  'ownSubscriptions.catalogue': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.offer': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, offerId: purchase.offerId }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.review': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, ...purchase }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.buy': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, ...purchase, ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'supportContacts.assign': {
    gate: 'support_contacts.assign',
    input: async () => ({ id: relationshipId, subscriptionId: await sold(), side: 'reseller', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'accessLog.list': { gate: 'access_log.view', input: () => ({}) },
  'accessLog.frame': { gate: 'access_log.view' },
  'accessLog.reasonRule': { gate: 'access_rule.change' },
  'accessRegister.list': { gate: 'partner_relationships.view' },
  'accessLog.setReasonRule': {
    gate: 'access_rule.change',
    input: () => ({ reason: 'asked', ...once() }),
  },
  'people.list': { gate: 'people.manage' },
  'people.decide': {
    gate: 'people.manage',
    input: async () => ({ id: (await joiner()).membershipId, decision: 'user', ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.get': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.changeRole': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), role: 'global_admin', ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.endSessions': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.resetSecondFactor': {
    gate: 'people.manage',
    input: async () => ({ id: (await withFactor(customer.id, 'customer', 'user')).membershipId, ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'securityContact.get': { gate: 'people.manage' },
  'securityContact.name': {
    gate: 'people.manage',
    input: () => ({ email: `security@${randomUUID()}.example`, ...once() }),
  },
  'securityContact.remove': {
    gate: 'people.manage',
    input: async () => {
      await givenSecurityContact(world, customer)
      await givenSecurityContact(world, foreignCustomer)
      return once()
    },
  },
  'securityContact.status': {
    gate: 'public',
    input: async () => ({ token: await askedContact() }),
  },
  'securityContact.confirm': {
    gate: 'public',
    input: async () => ({ token: await askedContact(), ...once() }),
  },
  'people.requireSecondFactor': {
    gate: 'people.manage',
    input: () => ({ required: false, ...once() }),
  },
  'people.remove': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.restore': {
    gate: 'people.manage',
    input: async () => ({ id: await removed(await customersColleague()), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'users.list': { gate: 'users.view', input: () => ({}) },
  'users.get': {
    gate: 'users.view',
    input: async () => ({ id: await colleague() }),
    id: { at: 'id', owner: ours.id },
  },
  'users.globalAdmins': { gate: 'users.view_admins' },
  'users.add': {
    gate: 'users.manage',
    input: () => ({ name: 'Ada Roy', email: newcomer().email, agentType: 'sales_agent', ...once() }),
    answer: needsAdminAgent,
  },
  'users.update': {
    gate: 'users.manage',
    input: async () => ({ id: await colleague(), name: 'Ada Roy', agentType: 'helpdesk_agent', ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.setOwnAgentType': {
    gate: 'users.manage_own_agent_role',
    input: ({ roles }) => ({ agentType: typesOf(roles as PartnerRole[]).agentType, ...once() }),
  },
  'users.resetPassword': {
    gate: 'users.reset_password',
    input: async () => ({ id: await colleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'users.sendLink': {
    gate: 'users.manage',
    input: async () => ({ id: await mailedColleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.resetSecondFactor': {
    gate: 'users.reset_second_factor',
    input: async () => ({
      id: (await withFactor(ours.id, 'partner', 'sales_agent')).membershipId,
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'users.remove': {
    gate: 'users.manage',
    input: async () => ({ id: await colleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.restore': {
    gate: 'users.manage',
    input: async () => ({ id: await removed(await colleague()), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'operatorOverview.get': { gate: 'instance.overview' },
  'operatorQueues.get': { gate: 'instance.overview' },
  'operatorOverview.waiting': { gate: 'instance.overview' },
  'operatorDeadLetters.list': { gate: 'dead_letters.view', input: () => ({}) },
  'operatorDeadLetters.retry': {
    gate: 'dead_letters.retry',
    input: async () => ({ id: await deadLetter(), ...once() }),
  },
  'operatorProvisionings.list': { gate: 'provisionings.view', input: () => ({}) },
  'operatorProvisionings.retry': {
    gate: 'provisionings.retry',
    input: async () => ({ id: await hanging(), ...once() }),
  },
  'operatorPartners.list': { gate: 'partners.view', input: () => ({}) },
  'operatorPartners.get': { gate: 'partners.view', input: () => ({ id: ours.id }) },
  'operatorPartners.suspend': { gate: 'partners.suspend', input: () => actOn('active') },
  'operatorPartners.lift': { gate: 'partners.suspend', input: () => actOn('suspended') },
  'operatorPartners.freeze': { gate: 'partners.suspend', input: () => actOn('active') },
  'operatorPartners.thaw': { gate: 'partners.suspend', input: thawing },
  'operatorPartners.deauthorise': { gate: 'partners.deauthorise', input: () => actOn('active') },
  'operatorPartners.announceDeauthorisation': {
    gate: 'partners.deauthorise',
    input: async () => ({ ...(await actOn('active')), endsOn: '2999-01-31' }),
  },
  'operatorPartners.withdrawDeauthorisation': { gate: 'partners.deauthorise', input: announced },
  'operatorPartners.listProvider': {
    gate: 'partners.list_providers',
    input: () => actOn('active'),
    answer: () => '409 no_provider_entry',
  },
  'operatorPartners.unlistProvider': {
    gate: 'partners.list_providers',
    input: () => actOn('active'),
    answer: () => '409 not_listed',
  },
  'operatorPartners.revokeLink': {
    gate: 'links.revoke',
    input: async () => {
      const { links, legalName: typedName } = await world.partner()
      return { id: links.plain, version: 1, reason: 'Posted in public', typedName, ...once() }
    },
  },
  'operatorAccounts.find': { gate: 'accounts.view', input: () => ({ email: ours.person.email }) },
  'operatorAccounts.get': { gate: 'accounts.view', input: () => ({ id: ours.person.id }) },
  'operatorAgreements.get': { gate: 'instance.overview' },
  'operatorAgreements.ask': {
    gate: 'agreements.ask',
    input: () => ({
      partnerVersion: cloud.agreements.partner.version,
      customerVersion: cloud.agreements.customer.version,
      ...once(),
    }),
  },
  'operatorExports.get': { gate: 'tenants.export', input: () => ({ id: customer.id }) },
  'operatorExports.ask': {
    gate: 'tenants.export',
    input: () => ({ id: customer.id, reason: 'The customer leaves.', ...once() }),
  },
  // No worker writes it here.
  'operatorExports.part': {
    gate: 'tenants.export',
    input: () => ({ id: customer.id }),
    answer: () => '404 not_found',
  },
  'operatorCustomers.list': { gate: 'accounts.view', input: () => ({}) },
  'operatorCustomers.get': { gate: 'accounts.view', input: () => ({ id: customer.id }) },
  'operatorCustomers.endSessions': {
    gate: 'accounts.end_sessions',
    input: async () => ({ id: (await world.customer()).id, reason: 'Phished', ...once() }),
  },
  'operatorAccounts.endSessions': { gate: 'accounts.end_sessions', input: controlling },
  'operatorAccounts.suspend': { gate: 'accounts.suspend', input: controlling },
  'operatorAccounts.lift': {
    gate: 'accounts.suspend',
    input: async () => {
      const { id, ...press } = await controlling()
      await world.asOwner('update auth.account set suspended_at = now() where id = $1', [id])
      return { id, ...press }
    },
  },
  'operatorRequests.list': { gate: 'operator_requests.view' },
  'operatorRequests.askReset': { gate: 'operator_requests.ask', input: async () => asking() },
  'operatorRequests.confirm': { gate: 'operator_requests.confirm', input: asked },
  'operatorRequests.withdraw': { gate: 'operator_requests.ask', input: asked },
  'operatorEndRequests.list': { gate: 'end_requests.view' },
  'operatorEndRequests.get': { gate: 'end_requests.view', input: mediated },
  'operatorEndRequests.note': {
    gate: 'end_requests.mediate',
    input: async () => ({ ...(await mediated()), text: 'Called both.', ...once() }),
  },
  'operatorEndRequests.settle': {
    gate: 'end_requests.mediate',
    input: async () => ({ ...(await mediated()), outcome: 'continues', told: 'It goes on.', ...once() }),
  },
  'operatorUnusedGrants.list': { gate: 'unused_grants.view', input: () => ({}) },
  'operatorUnusedGrants.review': { gate: 'unused_grants.remove', input: () => ({ ids: [randomUUID()] }) },
  'operatorUnusedGrants.remove': {
    gate: 'unused_grants.remove',
    input: () => ({ ids: [randomUUID()], reason: 'Nobody uses it.', ...once() }),
    answer: () => '409 grant_in_use',
  },
  'operatorReferrals.list': { gate: 'referral_register.view', input: () => ({}) },
  'operatorReferrals.refer': {
    gate: 'referral_register.refer',
    input: async () => {
      await givenProfile(world, ours)
      return { ...referred, partnerId: ours.id, ...once() }
    },
  },
  'operatorServiceRequests.list': { gate: 'service_request_queue.view', input: () => ({}) },
  'operatorServiceRequests.get': { gate: 'service_request_queue.view', input: requestOf },
  'operatorServiceRequests.document': { gate: 'service_request_queue.view', input: attachmentOf },
  'operatorServiceRequests.takeOver': {
    gate: 'service_request_queue.handle',
    input: async () => ({ ...(await requestOf()), ...once() }),
  },
  'operatorServiceRequests.answer': {
    gate: 'service_request_queue.handle',
    input: async () => ({ ...(await requestOf()), act: 'ask', text: 'x', ...once() }),
  },
  'operatorServiceRequests.callers': {
    gate: 'service_request_queue.handle',
    input: () => ({ customerId: customer.id }),
  },
  'operatorServiceRequests.openByPhone': { gate: 'service_request_queue.handle', input: called },
  'operatorEnrolments.list': { gate: 'enrolments.view', input: () => ({}) },
  'operatorEnrolments.get': { gate: 'enrolments.view', input: () => reviewing({}) },
  'operatorEnrolments.document': {
    gate: 'enrolments.view',
    input: async () => ({ id: await givenDocument(world, await givenApplication(world)) }),
  },
  'operatorEnrolments.assign': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), assignee: 'me' }),
  },
  'operatorEnrolments.setCheck': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), check: 'profile', result: 'passed' }),
  },
  'operatorEnrolments.startReview': {
    gate: 'enrolments.decide',
    input: () => reviewing({ state: 'email_verified' }),
  },
  'operatorEnrolments.requestDocuments': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({})), reason: 'More' }),
  },
  'operatorEnrolments.accept': { gate: 'enrolments.decide', input: () => reviewing({}, 'passed') },
  'operatorEnrolments.reject': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({}, 'failed')), reason: 'No' }),
  },
  'operatorEnrolments.setDeadline': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({ state: 'submitted' })), answerBy: '2099-01-31' }),
  },
  'operatorEnrolments.close': {
    gate: 'enrolments.decide',
    input: async () => ({ ...(await reviewing({ state: 'submitted' })), reason: 'Silent' }),
    answer: () => '409 deadline_not_passed',
  },
  'operatorEnrolments.resendVerification': {
    gate: 'enrolments.decide',
    input: () => reviewing({ state: 'submitted', contact: 'sent' }),
  },
  'operatorSettings.get': { gate: 'instance.settings' },
  'operatorSettings.setForeignLinks': {
    gate: 'instance.settings',
    input: () => ({ areAllowed: true, ...once() }),
  },
  'operatorSettings.setFourEyes': {
    gate: 'instance.settings',
    input: () => ({ isOn: false, reason: 'We are two', ...once() }),
  },
  'operatorSettings.setContact': {
    gate: 'instance.settings',
    input: () => ({ ...contact.operator, ...once() }),
  },
  'operatorDirectory.list': { gate: 'directory.manage', input: () => ({}) },
  'operatorDirectory.import': {
    gate: 'directory.manage',
    input: () => ({
      file: Buffer.from('mpn_id,organisation,country\n4100001,Contoso,DE').toString('base64'),
      ...once(),
    }),
  },
  'operatorDirectory.imported': { gate: 'directory.manage' },
  'operatorDirectory.webMail': { gate: 'web_mail.manage' },
  'operatorDirectory.addWebMail': {
    gate: 'web_mail.manage',
    input: () => ({ domain: 'post.example', ...once() }),
  },
  'operatorDirectory.removeWebMail': {
    gate: 'web_mail.manage',
    input: async ({ audience }) => {
      const domain = `d${randomUUID()}.example`
      const keeper = await world.as(await world.operator('none', 'operator_admin'))
      if (audience === 'operator') await keeper.operatorDirectory.addWebMail({ domain, ...once() })
      return { domain, ...once() }
    },
  },
  'operatorAudit.list': { gate: 'audit.view', input: () => ({}) },
  'operatorAudit.get': { gate: 'audit.view', input: async () => ({ id: await anyAuditId() }) },
  'operatorAudit.chains': { gate: 'audit.verify', input: () => ({}) },
  'operatorAudit.verify': { gate: 'audit.verify', input: () => ({ chain: ours.id }) },
}

type Procedure = { _def: { type: 'query' | 'mutation' } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
const typeOf = (path: string) => procedures[path]?._def.type ?? 'query'

function expected({ gate, id, answer }: Entry, actor: Actor): string {
  if (gate === 'public') return answer?.(actor) ?? '200'
  if (gate === 'session' || gate === 'factor') {
    const isLetIn = actor.account || (gate === 'factor' && actor.name === 'awaits set-up')
    return isLetIn ? (answer?.(actor) ?? '200') : '401 not_signed_in'
  }
  if (actor.audience !== permissions[gate].audience) return '401 not_signed_in'
  if (!may(actor.audience, actor.roles, gate)) {
    if (actor.audience !== 'customer') return '403 missing_permission'
    return rolesFor(gate).includes('relationship_manager') ? '403 not_decider' : '403 not_global_admin'
  }
  return id && id.owner !== actor.tenant ? '404 not_found' : (answer?.(actor) ?? '200')
}

/** Sessions that stay signed in from call to call, since making one takes as long as a call. */
const sessions = new Map<Actor, string>()

async function sessionOf(actor: Actor): Promise<string | undefined> {
  if (!actor.account) return tokenOfActor(actor)
  const token = sessions.get(actor) ?? (await world.tokenFor(actor.account))
  sessions.set(actor, token)
  return token
}

async function answerTo(path: string, actor: Actor, input: unknown, requestId: string = randomUUID()) {
  const token = sessionOfNextCall.get(actor) ?? (await sessionOf(actor))
  sessionOfNextCall.delete(actor)
  const site = entries[path]?.site
  const type = typeOf(path)
  const answer = await call(app, { path, type, input, token, requestId, ...(site && { site }) })
  // Some procedures end the sessions of their caller.
  if (type === 'mutation' && answer.status === 200) sessions.delete(actor)
  return answer
}

/**
 * Makes the inputs of an entry. Actors of the same tenant whom the gate refuses share one, because a refused act leaves
 * its input as it was.
 */
function inputsOf(entry: Entry): (actor: Actor) => unknown {
  const shared = new Map<string, unknown>()
  return async (actor) => {
    if (!/^40[13]/.test(expected(entry, actor))) return entry.input?.(actor)
    const of = `${actor.audience} ${actor.tenant}`
    if (!shared.has(of)) shared.set(of, await entry.input?.(actor))
    return shared.get(of)
  }
}

/** The actors of other tenants; of those whom the gate refuses for one reason, the short run takes one. */
function strangersTo(entry: Entry): Actor[] {
  const strangers = actors.filter(({ tenant }) => tenant !== entry.id?.owner)
  const refusals = strangers.map((actor) => `${actor.audience} ${actor.tenant} ${expected(entry, actor)}`)
  return strangers.filter(
    (_, at) => isFull || / 404 /.test(refusals[at] ?? '') || refusals.indexOf(refusals[at] ?? '') === at,
  )
}

describe('S1 the tenant matrix', () => {
  test('every procedure has an entry, and every entry a procedure', () => {
    expect(Object.keys(procedures).toSorted()).toEqual(Object.keys(entries).toSorted())
  })

  for (const [path, entry] of Object.entries(entries)) {
    test(`S1 ${path}: allowed for exactly the actors in the permission table`, async () => {
      const answers: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      const inputOf = inputsOf(entry)
      for (const actor of actors) {
        answers[actor.name] = inShort(await answerTo(path, actor, await inputOf(actor)))
        wanted[actor.name] = expected(entry, actor)
      }
      expect(answers).toEqual(wanted)
    })
  }

  for (const [path, entry] of Object.entries(entries)) {
    const { id } = entry
    if (!id) continue
    test(`S1 ${path}: a foreign ${id.at} gets the same status, body and headers as an unknown one`, async () => {
      const inputOf = inputsOf(entry)
      for (const actor of strangersTo(entry)) {
        const requestId = randomUUID()
        const existing = (await inputOf(actor)) as Record<string, unknown>
        const unknown = Array.isArray(existing[id.at]) ? [randomUUID()] : randomUUID()
        const [there, nowhere] = [
          await answerTo(path, actor, existing, requestId),
          await answerTo(path, actor, { ...existing, ...once(), [id.at]: unknown }, requestId),
        ]
        expect(there, actor.name).toEqual(nowhere)
      }
    })
  }

  test('R-001 every procedure that uses a customer’s privileges is recorded for the customer', async () => {
    const privileged = Object.entries(entries).filter(([, { gate }]) => gate in recordedAs)
    expect(privileged.map(([path]) => path)).toEqual([
      'customerServices.open',
      ...['list', 'get', 'start', 'results', 'cancel'].map((act) => `customerLicences.${act}`),
      ...['get', 'saveCompany', 'saveBilling'].map((act) => `customerProfiles.${act}`),
      ...['list', 'get', 'create', 'checkFile', 'createFromFile'].map((act) => `customerUsers.${act}`),
      ...['update', 'change', 'resetPassword'].map((act) => `customerUsers.${act}`),
      ...['serviceRequests.open', 'serviceRequests.reopen'],
    ])
    // Another entry takes the privileges away.
    const again = authorizing(tokenOf(ours, { withPrivileges: true }), grantAll)
    await (await world.as(customer.person)).invitation.accept(again)
    const actor = await partnerActorOf(world, ours.id, ['admin_agent'], passwordHash)
    const used = async () => (await world.asOwner('select from access_record')).length
    for (const [path, { input }] of privileged) {
      const before = await used()
      expect(inShort(await answerTo(path, actor, await input?.(actor))), path).toBe('200')
      expect(await used(), path).toBe(before + 1)
    }
  })

  test('S1 invitation.accept: a foreign holder gets the same response as an unknown one', async () => {
    const actor = actors.find(({ name }) => name === 'foreign customer') as Actor
    const requestId = randomUUID()
    const token = tokenOf(ours, { withPrivileges: true })
    const answers: Answer[] = []
    for (const holder of [foreign.id, customer.id, randomUUID() as typeof ours.id]) {
      const choices = cloud.services.map(({ id }) => [id, 'move', holder] as [string, 'move', typeof ours.id])
      answers.push(await answerTo('invitation.accept', actor, authorizing(token, choices), requestId))
    }
    expect(inShort(answers[0] as Answer)).toBe('409 holders_changed')
    expect(answers).toEqual(answers.map(() => answers[0]))
  })

  test('S1 a cursor with a foreign id shows own rows only', async () => {
    const actor = actors.find(({ name }) => name === 'foreign partner') as Actor
    const cursor = Buffer.from(JSON.stringify(['', relationshipId])).toString('base64url')
    const list = await answerTo('customers.list', actor, { cursor })
    expect(list.status).toBe(200)
    expect(list.text).not.toContain(customer.legalName)
    const beside = Buffer.from(JSON.stringify([prepared.id])).toString('base64url')
    const log = await answerTo('relationshipRequest.list', actor, { cursor: beside })
    expect(log.status).toBe(200)
    expect(log.text).not.toContain(prepared.id)
  })

  test('S1 no response to one tenant contains another tenant’s ids or names', async () => {
    // A partner publishes its profile for everybody.
    const open = ['invitation.card', 'businessProfiles.list']
    const reads = Object.keys(entries).filter((path) => typeOf(path) === 'query' && !open.includes(path))
    for (const actor of actors.filter(({ tenant }) => tenant === foreign.id || tenant === null))
      for (const path of reads) {
        // Operators belong to no tenant, and the console is there to show them all.
        if (actor.audience === 'operator' && path.startsWith('operator')) continue
        const { text } = await answerTo(path, actor, await entries[path]?.input?.(actor))
        for (const secret of [customer.id, customer.legalName, customer.person.email, ours.id]) {
          expect(text, `${actor.name} ${path}`).not.toContain(secret)
        }
      }
  })
})

describe('a role taken away after the request began decides nothing', async () => {
  const { whileHeld } = await holding(world)
  const admins = {
    partner: () => partnerActorOf(world, ours.id, ['global_admin', 'admin_agent'], passwordHash),
    customer: async (): Promise<Actor> => {
      const account = await personOf(customer.id, 'customer', 'global_admin')
      return { name: 'admin', audience: 'customer', roles: ['global_admin'], account, tenant: customer.id }
    },
  }
  const rolesAt = { partner: ['helpdesk_agent', 'sales_agent'], customer: ['user'] } as const
  // Those without a key ask another server before their transaction.
  const writes = Object.entries(mutationsOf(appRouter)).flatMap(([path, declared]) => {
    if (declared?.keyless !== null || declared.permission === null) return []
    const { audience } = permissions[declared.permission]
    return audience === 'operator' ? [] : [{ path, audience, permission: declared.permission }]
  })
  const start = { path: 'enrolment.start', audience: 'partner', permission: 'enrolment.manage' } as const

  test.each([...writes, start])('$path', async ({ path, audience, permission }) => {
    const actor = await admins[audience]()
    const input = await entries[path]?.input?.(actor)
    const lesser = rolesAt[audience].find((role) => !may(audience, [role], permission))
    const demotion = `update auth.membership set roles = '{${lesser}}' where id = $1`
    const press = () => answerTo(path, actor, input)
    const [answer] = await whileHeld(demotion, actor.account?.membershipId ?? '', press)
    expect(answer && inShort(answer)).toMatch(/^403 (missing_permission|not_global_admin|not_decider)$/)
  })
})

const combinations = agentTypes
  .filter((type) => type !== 'none')
  .flatMap((agentType) =>
    adminTypes.filter((type) => type !== 'none').map((adminType) => rolesOfTypes({ agentType, adminType })),
  )

describe('R-010 R-011 the role matrix: one agent role and one admin role together', () => {
  const ofPartners = Object.entries(entries).filter(
    ([, { gate }]) => gate in permissions && permissions[gate as Permission].audience === 'partner',
  )
  const inputs = new Map(ofPartners.map(([path, entry]) => [path, inputsOf(entry)]))
  test.each(combinations.map((roles) => [roles.join(' + '), roles] as const))(
    '%s: every procedure of partners answers as the table says',
    async (_, roles) => {
      const answers: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      const person = () => partnerActorOf(world, ours.id, roles, passwordHash)
      let actor = await person()
      for (const [path, entry] of ofPartners) {
        wanted[path] = expected(entry, actor)
        answers[path] = inShort(await answerTo(path, actor, await inputs.get(path)?.(actor)))
        // An act may have changed what its own person is or may do.
        if (answers[path] === '200' && typeOf(path) === 'mutation') actor = await person()
      }
      expect(answers).toEqual(wanted)
    },
  )
})
