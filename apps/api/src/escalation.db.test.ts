import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import type { Role } from '@entente/domain/core/role'
import {
  authorizing,
  generousLimits,
  givenWorld,
  grantAll,
  refusalFrom,
  tokenOf,
} from '@entente/trpc/testing'
import { call, inShort } from '@entente/trpc/testing/http'
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { givenActors } from '../testing/actors.ts'
import { figure } from '../testing/figure.ts'
import { fits, inputOf, paths, typeOf } from '../testing/inputs.ts'
import { createApp } from './app.ts'

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const [ours, foreign] = [await world.partner(), await world.partner()]
const [customer, foreignCustomer] = [await world.customer(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(ours, { withPrivileges: true }), grantAll),
)
const passwordHash = await hashPassword('harbour lamp violet 42')
const actors = await givenActors(world, { ours, foreign, customer, foreignCustomer }, passwordHash)
const once = () => ({ idempotencyKey: randomUUID() })

/** Procedures about one's own account, and those open to everybody. */
const isOpenToAll =
  /^(account|session|directorySignIn|operatorSignIn|secondFactor|choices|instance)\.|^invitation\.card$|^providers\.list$|^businessProfiles\.(list|logo)$|^securityContact\.(status|confirm)$|^referrals\.(partner|ask|askStatus|confirm)$|^enrolment\.(welcome|\w*[Ww]orkAccount\w*|contactStatus|confirmContact|denyContact)$/
/** Everything else that the lowest roles may do (§5): a user admin acts on users only, a helpdesk agent never sells. */
const allowedTo: Partial<Record<Role, RegExp>> = {
  user: /^partnerRelationships\.(list|get|holders)$|^accessRegister\.list$|^(endRequests|renegotiations)\.withPartner$|^partnerHistory\.(list|receipt)$|^agreementRenewal\.get$|^ownSubscriptions\.(list|sellers)$|^ownProfile\.get$/,
  user_admin:
    /^home\.(get|suspension)$|^partnerAccount\.settings$|^users\.(list|get|globalAdmins|add|sendLink|update|remove|restore)$|^partnerships\.(list|get|review|authorise|decline)$/,
  helpdesk_agent:
    /^home\.(get|suspension)$|^users\.globalAdmins$|^partnerAccount\.(settings|support|changeSupport)$|^(customers|formerCustomers|customerViews|customerExports)\.|^customerServices\.open$|^ownPrivileges\.(list|review)$|^customerProfiles\.(get|saveCompany)$|^customerLicences\.progress$|^customerUsers\.(list|get|resetPassword)$|^serviceRequests\.|^endRequests\.(atCustomer|list)$|^renegotiations\.atCustomer$|^subscriptions\.(list|get|asks\.list)$|^customerPurchases\.permission$|^supportContacts\.assign$/,
}

/** An input that the procedure's schema accepts. */
function fittingInput(path: string) {
  const known = { token: [tokenOf(ours)], email: [customer.person.email], id: [randomUUID()] }
  return fc
    .sample(inputOf(path, known), { seed: 7, numRuns: 20 })
    .find((input) => fits(path, { ...input, ...once() }))
}

describe('S15 no role does what only a higher one may', () => {
  test('S15 the lowest roles can do only what the table says, whatever roles and tenants they post', async () => {
    const tally = { acts: 0, allowed: [] as string[] }
    const lowest = actors.filter(({ roles }) => roles.some((role) => role in allowedTo))
    expect(lowest.map(({ name }) => name)).toEqual([
      ...['partner user_admin', 'partner helpdesk_agent', 'customer user'],
    ])
    for (const actor of lowest)
      for (const path of paths.filter((one) => !isOpenToAll.test(one))) {
        const token = actor.account && (await world.tokenFor(actor.account))
        // Forged roles and a forged tenant, in case a procedure reads them.
        const claims = { roles: ['global_admin'], audience: 'operator', organisationId: customer.id }
        const input = { ...fittingInput(path), ...claims, ...once() }
        const answer = await call(app, { path, type: typeOf(path), input, token: token ?? undefined })
        tally.acts++
        const isAllowed = actor.roles.some((role) => allowedTo[role]?.test(path))
        if (!isAllowed && ![401, 403].includes(answer.status))
          tally.allowed.push(`${actor.name} ${path}: ${inShort(answer)}`)
      }
    figure(
      `S15 ${tally.acts} acts tried by the lowest roles: ${tally.allowed.length} of a higher one allowed`,
    )
    expect(tally.allowed).toEqual([])
  })

  test('S15 signing up with an organisation’s domain makes nobody its admin', async () => {
    const email = `eve@${customer.domain}`
    const visitor = world.caller()
    const person = { organisation: customer.legalName, country: 'FR', name: 'Eve', email }
    await visitor.account.signUp({ ...person, ...once() })
    const token = await world.oneTimeToken('sign_up', email)
    const { email: _, ...given } = { ...person, password: 'orchard signal maple 7' }
    expect(await visitor.account.confirmSignUp({ token, ...given, ...once() })).toMatchObject({
      ...{ outcome: 'join_requested', session: null },
    })
    const [membership] = await world.asOwner(
      `select m.roles, m.status from auth.membership m join auth.account a on a.id = m.account_id where a.email = $1`,
      [email],
    )
    expect(membership).toEqual({ roles: [], status: 'requested' })
  })

  test('S15 deciding again about a member, even about oneself, changes no role', async () => {
    const admin = await world.as(customer.person)
    const id = customer.person.membershipId
    for (const decision of ['decline', 'user', 'global_admin'] as const)
      expect(await refusalFrom(admin.people.decide({ id, decision, ...once() }))).toEqual({
        code: 'already_decided',
      })
    expect((await admin.people.list()).people.find((one) => one.id === id)).toMatchObject({
      status: 'active',
      roles: ['global_admin'],
    })
  })

  test('S15 a suspended partner gains no customer and sends nothing', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const { templateVersion, language, withPrivileges, subject, link, paragraphs } =
      await agent.relationshipRequest.draft({})
    const draft = {
      ...{ templateVersion, language, withPrivileges, subject, link },
      paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
    }
    await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
    const admin = await world.as(foreignCustomer.person)
    const tries = [
      admin.invitation.accept(authorizing(tokenOf(partner))),
      agent.relationshipRequest.send({ draft, recipients: ['reader@fabrikam.example'], ...once() }),
    ]
    const codes = await Promise.all(tries.map(async (one) => (await refusalFrom(one)).code))
    expect(codes).toEqual(['partner_not_active', 'partner_not_active'])
    expect(await world.jobsAbout(partner.id)).toEqual([])
    figure(`S15 suspended partner: ${tries.length} acts tried, 0 allowed`)
  })
})
