// The people who visit the pages of the three sites, with their data.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import { givenApplications } from './applications.ts'
import { linkIn } from './mails.ts'
import type { Person, Side, World } from './world.ts'

export type Given = Awaited<ReturnType<typeof givenPeople>>

/** Creates organisations, people with and without a second factor, relationships, mails and links. */
export async function givenPeople(world: World, keysFile: string) {
  const [partner, rival, empty, customer, newcomer, stranger] = await Promise.all([
    world.partner({ legalName: 'Lighthouse Cloud' }),
    world.partner({ legalName: 'Harbour Systems' }),
    world.partner(),
    world.customer({ legalName: 'Quill & Paper' }),
    world.customer({ legalName: 'Tide Tables' }),
    world.customer(),
  ])
  const [link, rivalLink] = [await world.linkOf(partner.person), await world.linkOf(rival.person)]
  await world.accept(customer.person, rivalLink.token, ['azure'])
  const { relationshipId } = await world.accept(newcomer.person, link.token)
  const member = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
  const colleagueOf = (organisationId: typeof partner.id) =>
    world.person({ organisationId, audience: 'partner', roles: ['helpdesk_agent'] })
  const [helpdesk, ally] = [await colleagueOf(partner.id), await colleagueOf(empty.id)]
  const removed = await colleagueOf(partner.id)
  await world.api.mutate(await world.tokenFor(partner.person), 'users.remove', { id: removed.membershipId })
  const leaver = await world.person({
    ...{ organisationId: newcomer.id, audience: 'customer', roles: ['user'] },
  })
  await world.api.mutate(await world.tokenFor(newcomer.person), 'people.remove', { id: leaver.membershipId })
  await world.person({
    organisationId: customer.id,
    audience: 'customer',
    roles: ['user'],
    status: 'requested',
  })
  const operator = await world.operator()
  const [newOperator, begunOperator] = [await world.operator(), await world.operator()]
  const factor = { partner: ally, customer: stranger.person, operator: await world.operator() }
  await Promise.all(Object.values(factor).map((person) => turnFactorOn(world, person)))
  const begun = {
    partner: await withFactorBegun(world, empty.person),
    customer: await withFactorBegun(world, newcomer.person),
    operator: await withFactorBegun(world, { ...begunOperator, awaits: 'second_factor_set_up' }),
  }
  await givenDeadLetter(world)
  await givenImport(world, operator)
  const request = { id: factor.partner.id, reason: 'Lost the phone, called back' }
  await world.api.mutate(await world.tokenFor(operator), 'operatorRequests.askReset', request)
  const [applications, requestId, confirm, contactLink, reset, partnerReset, operatorReset, record] =
    await Promise.all([
      givenApplications(world),
      givenRequest(world, partner.person),
      givenSignUp(world),
      givenContactLink(world, customer.person),
      givenReset(world, 'customer', newcomer.person.email),
      givenReset(world, 'partner', partner.person.email),
      givenReset(world, 'operator', newOperator.email),
      givenAuditRecord(world, operator, rival.id),
    ])
  const notice = { id: rival.id, reason: 'Overdue for 61 days', endsOn: '2999-01-31' }
  await world.api.mutate(await world.tokenFor(operator), 'operatorPartners.announceDeauthorisation', notice)
  return {
    ...{
      partner,
      rival,
      empty,
      customer,
      newcomer,
      member,
      leaver,
      helpdesk,
      removed,
      operator,
      factor,
      begun,
      link,
      relationshipId,
      applications,
    },
    ...{ requestId, confirm, contactLink, reset, partnerReset, operatorReset, record },
    support: await world.operator('support_operator'),
    waiting: {
      partner: { ...factor.partner, awaits: 'second_factor' as const },
      customer: { ...factor.customer, awaits: 'second_factor' as const },
      operator: { ...factor.operator, awaits: 'second_factor' as const },
      newOperator: { ...newOperator, awaits: 'second_factor_set_up' as const },
    },
    partnerSetUp: await world.setUpToken(keysFile, helpdesk),
    operatorSetUp: await world.setUpToken(keysFile, newOperator),
  }
}

/** Starts the set-up of a second factor, without confirming it. */
async function beginFactor(world: World, person: Person): Promise<{ token: string; secret: string }> {
  const token = await world.tokenFor(person)
  await world.api.mutate(token, 'secondFactor.begin', {})
  return { token, ...(await world.api.query<{ secret: string }>(token, 'secondFactor.setUp', {})) }
}

/** The person in the session that began to set up a factor, which shows it to no other. */
const withFactorBegun = async (world: World, person: Person): Promise<Person> => ({
  ...person,
  token: (await beginFactor(world, person)).token,
})

/** Sets up a second factor; the person's other sessions end. */
export async function turnFactorOn(world: World, person: Person): Promise<void> {
  const { token, secret } = await beginFactor(world, person)
  const code = totpCode(base32Bytes(secret), new Date())
  await world.api.mutate(token, 'secondFactor.confirm', { code })
}

/** A request to two readers; returns its id. */
export async function givenRequest(world: World, author: Person): Promise<string> {
  const token = await world.tokenFor(author)
  const draft = await world.api.query<Record<string, unknown>>(token, 'relationshipRequest.draft', {})
  const { id } = await world.api.mutate<{ id: string }>(token, 'relationshipRequest.send', {
    draft: { ...draft, customer: undefined, paragraphs: (draft.paragraphs as object[]).map(withoutRules) },
    recipients: ['reader@quill.example', 'another@quill.example'],
  })
  return id
}

const withoutRules = (paragraph: object) => {
  const { key, text } = paragraph as { key: string; text: string }
  return { key, text }
}

async function givenSignUp(world: World): Promise<string> {
  const email = `new@sign-up-${Date.now()}-${process.pid}.example`
  await world.api.mutate('', 'account.signUp', {
    ...{ organisation: 'Fresh Start', country: 'IE', name: 'Fay Fresh', email },
  })
  return new URL(linkIn(await world.mails.arrival(email, /^Confirm/), '/confirm/')).pathname
}

async function givenContactLink(world: World, person: Person): Promise<string> {
  const email = `security@contact-${Date.now()}-${process.pid}.example`
  await world.api.mutate(await world.tokenFor(person), 'securityContact.name', { email })
  return new URL(linkIn(await world.mails.arrival(email, /security contact/), '/security-contact/')).pathname
}

async function givenReset(world: World, audience: Side, email: string): Promise<string> {
  await world.api.mutate('', 'account.requestReset', { email }, world.demo.siteSecrets[audience])
  return new URL(linkIn(await world.mails.arrival(email, /^Reset your password/), '/reset/')).pathname
}

async function givenDeadLetter(world: World): Promise<void> {
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values (gen_random_uuid(), 'x', '{}', now(), now(), now(), 'mailbox_unknown')`,
  )
}

/** An import of the membership directory, with a row that could not be used. */
const givenImport = (world: World, { id }: Person) =>
  world.asOwner(
    `insert into directory_import (imported_by, id, started_at, rows, refused, faults, total, done, finished_at, profiles)
    values ($1, gen_random_uuid(), now(), 1, 1, $2, 1, 1, now(), 1)`,
    [id, JSON.stringify([{ row: 2, column: 'mpn_id', fault: 'unreadable' }])],
  )

/** Suspends a partner, so that there is an audit record to show. */
async function givenAuditRecord(world: World, operator: Person, id: string): Promise<string> {
  const act = { id, reason: 'Overdue for 61 days', told: 'Please pay.' }
  await world.api.mutate(await world.tokenFor(operator), 'operatorPartners.suspend', act)
  const [row] = await world.asOwner<{ id: string }>(
    `select id from audit_record where organisation_id = $1 and action = 'partner.suspended'`,
    [id],
  )
  return `/audit/${row?.id}`
}
