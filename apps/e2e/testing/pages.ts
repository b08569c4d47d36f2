// Every page of the three sites, each with what it shows when it has something to show.
import { linkIn } from './mails.ts'
import type { Person, Side, World } from './world.ts'

export type SitePage = { name: string; side: Side; path: string; as?: Person }

/** Makes organisations, relationships and mails, and lists the pages that come of them. */
export async function givenPages(world: World): Promise<SitePage[]> {
  const partner = await world.partner({ legalName: 'Lighthouse Cloud' })
  const rival = await world.partner({ legalName: 'Harbour Systems' })
  const customer = await world.customer({ legalName: 'Quill & Paper' })
  const [link, rivalLink] = [await world.linkOf(partner.person), await world.linkOf(rival.person)]
  await world.accept(customer.person, rivalLink.token, ['azure'])
  const newcomer = await world.customer({ legalName: 'Tide Tables' })
  const { relationshipId } = await world.accept(newcomer.person, link.token)
  const member = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
  await world.person({
    organisationId: customer.id,
    audience: 'customer',
    roles: ['user'],
    status: 'requested',
  })
  const requestId = await givenRequest(world, partner.person)
  const [confirm, reset, partnerReset] = await Promise.all([
    givenSignUp(world),
    givenReset(world, 'customer', newcomer.person.email),
    givenReset(world, 'partner', partner.person.email),
  ])
  const invitation = `/invitation/${link.token}`
  const helpdesk = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['helpdesk_agent'],
  })
  const empty = await world.partner()
  const operator = await world.operator()
  const support = await world.operator('support_operator')
  const deadLetters = await givenDeadLetter(world)
  const record = await givenAuditRecord(world, operator, rival.id)

  return [
    { name: 'portal sign-in', side: 'partner', path: '/sign-in?return=%2Fcustomers' },
    { name: 'portal reset', side: 'partner', path: '/reset' },
    { name: 'portal reset sent', side: 'partner', path: '/reset?sent' },
    { name: 'portal new password', side: 'partner', path: partnerReset },
    { name: 'portal not found', side: 'partner', path: '/nowhere' },
    { name: 'customers', side: 'partner', path: '/customers', as: partner.person },
    {
      name: 'customer in place',
      side: 'partner',
      path: `/customers?open=${relationshipId}`,
      as: partner.person,
    },
    { name: 'customers, no match', side: 'partner', path: '/customers?search=zzz', as: partner.person },
    { name: 'customers, none yet', side: 'partner', path: '/customers', as: empty.person },
    { name: 'customers, helpdesk', side: 'partner', path: '/customers', as: helpdesk },
    { name: 'customer', side: 'partner', path: `/customers/${relationshipId}`, as: partner.person },
    { name: 'request', side: 'partner', path: '/requests/new', as: partner.person },
    { name: 'request refused', side: 'partner', path: '/requests/new', as: helpdesk },
    { name: 'log', side: 'partner', path: '/requests', as: partner.person },
    { name: 'log, none yet', side: 'partner', path: '/requests', as: empty.person },
    { name: 'log entry', side: 'partner', path: `/requests/${requestId}?sent`, as: partner.person },
    { name: 'portal account', side: 'partner', path: '/account', as: partner.person },
    { name: 'invitation', side: 'customer', path: invitation },
    { name: 'invitation, signed in', side: 'customer', path: invitation, as: customer.person },
    { name: 'unknown invitation', side: 'customer', path: `${invitation.slice(0, -1)}` },
    {
      name: 'sign-in',
      side: 'customer',
      path: `/sign-in?return=${encodeURIComponent(`${invitation}/review`)}`,
    },
    { name: 'sign-up', side: 'customer', path: `/sign-up?invitation=${link.token}` },
    { name: 'check mail', side: 'customer', path: '/sign-up/check-mail' },
    { name: 'confirm', side: 'customer', path: confirm },
    { name: 'confirmed, waiting', side: 'customer', path: '/confirm/requested' },
    { name: 'reset', side: 'customer', path: '/reset' },
    { name: 'new password', side: 'customer', path: reset },
    { name: 'review', side: 'customer', path: `${invitation}/review`, as: customer.person },
    {
      name: 'review, nothing to decide',
      side: 'customer',
      path: `${invitation}/review`,
      as: newcomer.person,
    },
    { name: 'review, not an admin', side: 'customer', path: `${invitation}/review`, as: member },
    { name: 'done', side: 'customer', path: `${invitation}/done`, as: newcomer.person },
    { name: 'partner relationships', side: 'customer', path: '/partner-relationships', as: customer.person },
    {
      name: 'remove roles',
      side: 'customer',
      path: `/partner-relationships/${rival.id}/remove-roles`,
      as: customer.person,
    },
    { name: 'people', side: 'customer', path: '/people', as: customer.person },
    { name: 'account', side: 'customer', path: '/account', as: customer.person },
    { name: 'console sign-in', side: 'operator', path: '/sign-in' },
    { name: 'overview', side: 'operator', path: '/overview', as: operator },
    { name: 'dead letters', side: 'operator', path: deadLetters, as: operator },
    { name: 'partners', side: 'operator', path: '/partners', as: operator },
    { name: 'partners, no match', side: 'operator', path: '/partners?search=zzz', as: operator },
    { name: 'partner', side: 'operator', path: `/partners/${partner.id}`, as: operator },
    { name: 'partner, support', side: 'operator', path: `/partners/${rival.id}`, as: support },
    { name: 'suspend', side: 'operator', path: `/partners/${partner.id}/suspend`, as: operator },
    { name: 'lift', side: 'operator', path: `/partners/${rival.id}/lift`, as: operator },
    {
      name: 'revoke',
      side: 'operator',
      path: `/partners/${partner.id}/links/${partner.links.plain}`,
      as: operator,
    },
    { name: 'audit', side: 'operator', path: '/audit', as: operator },
    { name: 'audit, no match', side: 'operator', path: '/audit?action=zzz', as: support },
    { name: 'audit record', side: 'operator', path: record, as: operator },
    { name: 'chains', side: 'operator', path: '/audit/chains', as: operator },
    { name: 'chain', side: 'operator', path: `/audit/chains/${rival.id}`, as: operator },
    { name: 'console account', side: 'operator', path: '/account', as: operator },
  ]
}

async function givenRequest(world: World, author: Person): Promise<string> {
  const token = await world.tokenFor(author)
  const draft = await world.api.query<Record<string, unknown>>(token, 'relationshipRequest.draft', {})
  const { id } = await world.api.mutate<{ id: string }>(token, 'relationshipRequest.send', {
    draft: { ...draft, paragraphs: (draft.paragraphs as object[]).map(withoutRules) },
    recipients: ['reader@quill.example', 'another@quill.example'],
  })
  return id
}

const withoutRules = (paragraph: object) => {
  const { key, text } = paragraph as { key: string; text: string }
  return { key, text }
}

async function givenSignUp(world: World): Promise<string> {
  const email = `new@sign-up-${Date.now()}.example`
  await world.api.mutate('', 'account.signUp', {
    ...{ organisation: 'Fresh Start', country: 'IE', name: 'Fay Fresh', email },
    password: 'seven quiet harbours 44',
  })
  return new URL(linkIn(await world.mails.arrival(email, /^Confirm/), '/confirm/')).pathname
}

async function givenReset(world: World, audience: Side, email: string): Promise<string> {
  await world.api.mutate('', 'account.requestReset', { audience, email })
  return new URL(linkIn(await world.mails.arrival(email, /^Reset your password/), '/reset/')).pathname
}

async function givenDeadLetter(world: World): Promise<string> {
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values (gen_random_uuid(), 'x', '{}', now(), now(), now(), 'mailbox_unknown')`,
  )
  return '/dead-letters'
}

/** Suspends a partner, so that there is an act to look at. */
async function givenAuditRecord(world: World, operator: Person, id: string): Promise<string> {
  const act = { id, reason: 'Overdue for 61 days' }
  await world.api.mutate(await world.tokenFor(operator), 'operatorPartners.suspend', act)
  const [row] = await world.asOwner<{ id: string }>(
    `select id from audit_record where organisation_id = $1 and action = 'partner.suspended'`,
    [id],
  )
  return `/audit/${row?.id}`
}
