import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import type { OperatorRole } from '@entente/domain/core/role'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Caller,
  givenWorld,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const operatorAs = async (role: OperatorRole) => world.as(await world.operator('none', role))
const [admin, colleague] = [await operatorAs('operator_admin'), await operatorAs('operator_admin')]

const because = (id: Partner['id'], reason = 'Overdue for 61 days') => ({
  ...{ id, reason, told: 'Please pay.' },
  idempotencyKey: randomUUID(),
})
const revoking = ({ links: { plain: id }, legalName: typedName }: Partner, version = 1) => ({
  ...{ id, version, reason: 'Posted in public', typedName },
  idempotencyKey: randomUUID(),
})
const cardOf = (token: string) => world.caller().invitation.card({ token })
const draftOf = (api: Caller) => api.relationshipRequest.draft({ withPrivileges: false })

/** Makes the calls at once: how many succeeded, and how the others were refused. */
async function race(...calls: Promise<unknown>[]) {
  const results = await Promise.allSettled(calls)
  const refusals = await Promise.all(
    results.flatMap((result) =>
      result.status === 'rejected' ? refusalFrom(Promise.reject(result.reason)) : [],
    ),
  )
  return { succeeded: results.length - refusals.length, refusals: refusals.map(({ code }) => code) }
}

describe('the list of partners', () => {
  test('U4 finds the beginnings of a name’s words and a partner ID, sorted by name, page by page', async () => {
    const partners = [
      await world.partner({ legalName: 'Öst Zürich AB' }),
      await world.partner({ legalName: 'Zürich Cloud AG' }),
      await world.partner({ legalName: 'zürich Cloud Zwei' }),
    ]
    await world.partner({ legalName: 'Neuzürich AG' })
    const first = await admin.operatorPartners.list({ search: 'ZÜRICH', limit: 2 })
    const second = await admin.operatorPartners.list({
      search: 'ZÜRICH',
      limit: 2,
      cursor: first.nextCursor ?? '',
    })
    expect([...first.partners, ...second.partners].map(({ id }) => id)).toEqual(partners.map(({ id }) => id))
    expect(second.nextCursor).toBeNull()
    const { partners: byNumber } = await admin.operatorPartners.list({ search: first.partners[0]?.partnerId })
    expect(byNumber.map(({ legalName }) => legalName)).toEqual(['Öst Zürich AB'])
  })

  test('S1 a record names people and links, and holds no secret', async () => {
    const partner = await world.partner()
    const record = await admin.operatorPartners.get({ id: partner.id })
    expect(record.people).toMatchObject([
      { name: partner.person.name, roles: ['global_admin', 'admin_agent'] },
    ])
    expect(record.links.map(({ withPrivileges, version }) => [withPrivileges, version])).toEqual([
      [false, 1],
      [true, 1],
    ])
    expect(JSON.stringify(record)).not.toContain(tokenOf(partner))
    expect(JSON.stringify(record)).not.toMatch(/password|hash|secret/i)
  })

  test('a customer is not found as a partner', async () => {
    const customer = await world.customer()
    expect(await refusalFrom(admin.operatorPartners.get({ id: customer.id }))).toEqual({ code: 'not_found' })
    const suspending = admin.operatorPartners.suspend(because(customer.id))
    expect(await refusalFrom(suspending)).toEqual({ code: 'not_found' })
  })
})

describe('suspending', () => {
  test('§4.2 its links answer neutrally, it drafts and sends nothing, its customers stay; lifting restores everything', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const customer = await world.customer()
    await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
    const { templateVersion, language, withPrivileges, subject, paragraphs, link } = await draftOf(agent)
    const texts = paragraphs.map(({ key, text }) => ({ key, text }))
    const draft = { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
    const recipients = ['ada@contoso.example']
    const attempts: (() => Promise<unknown>)[] = [
      () => cardOf(tokenOf(partner)),
      () => draftOf(agent),
      () => agent.relationshipRequest.prepare({ draft, idempotencyKey: randomUUID() }),
      () => agent.relationshipRequest.send({ draft, recipients, idempotencyKey: randomUUID() }),
    ]
    await admin.operatorPartners.suspend(because(partner.id))
    for (const attempt of attempts)
      expect(await refusalFrom(attempt())).toEqual({ code: 'partner_not_active' })
    const another = await world.as((await world.customer()).person)
    const accepting = another.invitation.accept(authorizing(tokenOf(partner)))
    expect(await refusalFrom(accepting)).toEqual({ code: 'partner_not_active' })
    expect((await agent.customers.list({})).customers).toMatchObject([{ name: customer.legalName }])
    expect((await agent.session.current())?.organisation?.status).toBe('suspended')
    await admin.operatorPartners.lift(because(partner.id, 'Paid'))
    for (const attempt of attempts) await attempt()
  })

  test('has a mail of its own, and so has its end, for each global admin and the primary contact', async () => {
    const partner = await world.partner()
    await admin.operatorPartners.suspend(because(partner.id))
    await admin.operatorPartners.lift(because(partner.id, 'Paid'))
    const { id: accountId } = partner.person
    const requestId = expect.any(String)
    expect((await world.jobsAbout(partner.id)).map(({ name, data }) => [name, data])).toEqual(
      ['mail.partner-suspended', 'mail.suspension-lifted'].flatMap((name) => [
        [name, { partnerId: partner.id, accountId, requestId }],
        [name, { partnerId: partner.id, requestId }],
      ]),
    )
  })

  test('is recorded for the partner without the reason, and for the instance with who and why', async () => {
    const partner = await world.partner()
    await admin.operatorPartners.suspend(because(partner.id))
    await admin.operatorPartners.lift(because(partner.id, 'Paid'))
    expect(await world.auditOf(partner.id)).toMatchObject([
      { action: 'partner.suspended', payload: { told: 'Please pay.' } },
      { action: 'partner.suspension_lifted', payload: { told: 'Please pay.' } },
    ])
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toMatch(/Overdue|Paid/)
    const own = (await world.auditOf(instanceChain)).filter(({ payload }) => payload.partnerId === partner.id)
    expect(own.map(({ action }) => action)).toEqual(['partner.suspended', 'partner.suspension_lifted'])
    const { acts } = await admin.operatorPartners.get({ id: partner.id })
    expect(acts).toMatchObject([{ by: 'Operator', reason: 'Paid' }, { reason: 'Overdue for 61 days' }])
    const support = await operatorAs('support_operator')
    const seen = await support.operatorPartners.get({ id: partner.id })
    expect(seen.acts.map(({ reason }) => reason)).toEqual([null, null])
  })

  test('R8 of two operators at once one acts, the other is told', async () => {
    const { id } = await world.partner()
    const suspended = await race(
      admin.operatorPartners.suspend(because(id)),
      colleague.operatorPartners.suspend(because(id)),
    )
    expect(suspended).toEqual({ succeeded: 1, refusals: ['already_suspended'] })
    const lifted = await race(
      admin.operatorPartners.lift(because(id)),
      colleague.operatorPartners.lift(because(id)),
    )
    expect(lifted).toEqual({ succeeded: 1, refusals: ['not_suspended'] })
    expect(await world.auditOf(id)).toHaveLength(2)
  })

  test('R7 the same press twice acts once and gets the same answer', async () => {
    const { id } = await world.partner()
    const press = because(id)
    expect(await admin.operatorPartners.suspend(press)).toEqual(await admin.operatorPartners.suspend(press))
    expect(await world.auditOf(id)).toHaveLength(1)
  })

  test('asks again who it is after 15 minutes', async () => {
    const partner = await world.partner()
    const { id } = partner
    const token = await world.tokenFor(await world.operator('none', 'operator_admin'))
    const stale = { clock: () => new Date(Date.now() + 16 * 60_000) }
    const operator = world.caller({ token, ...stale })
    const again = { code: 'step_up_required', method: 'password' }
    for (const attempt of [
      () => operator.operatorPartners.suspend(because(id)),
      () => operator.operatorPartners.lift(because(id)),
      () => operator.operatorPartners.revokeLink(revoking(partner)),
    ])
      expect(await refusalFrom(attempt())).toEqual(again)
    expect(await world.auditOf(id)).toEqual([])
  })

  test('S15 needs the role and a reason; a refused attempt is recorded', async () => {
    const { id } = await world.partner()
    for (const role of ['support_operator', 'auditor', 'enrolment_reviewer'] as const) {
      const operator = await operatorAs(role)
      const attempt = refusalFrom(operator.operatorPartners.suspend(because(id)))
      expect(await attempt).toMatchObject({ code: 'missing_permission', roles: ['operator_admin'] })
    }
    const refused = (await world.auditOf(instanceChain)).filter(
      ({ action }) => action === 'permission.refused',
    )
    expect(refused.at(-1)?.payload).toEqual({
      ...{ code: 'missing_permission', permission: 'partners.suspend' },
      procedure: 'operatorPartners.suspend',
    })
    const withoutReason = refusalFrom(admin.operatorPartners.suspend(because(id, '  ')))
    expect(await withoutReason).toMatchObject({ code: 'invalid_input' })
  })
})

describe('revoking a link', () => {
  test('§4.6 invalidates every copy of the link; the next draft carries one that works', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const before = await draftOf(agent)
    await admin.operatorPartners.revokeLink(revoking(partner))
    expect(await refusalFrom(cardOf(tokenOf(partner)))).toEqual({ code: 'link_revoked' })
    const after = await draftOf(agent)
    expect(after.link).not.toBe(before.link)
    expect(after.link).toContain(tokenOf(partner, { version: 2 }))
    expect(await cardOf(tokenOf(partner, { version: 2 }))).toMatchObject({
      partner: { legalName: partner.legalName },
    })
    // The partner's other link, with privileges, still works.
    expect(await cardOf(tokenOf(partner, { withPrivileges: true }))).toBeDefined()
    expect(await world.auditOf(partner.id)).toMatchObject([
      {
        action: 'relationship_link.revoked',
        payload: { linkId: partner.links.plain, version: 2 },
      },
    ])
  })

  test('§4.6 the requests that carry the link say so, and their authors are told', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const prepare = async () => {
      const { templateVersion, language, subject, paragraphs, link } = await draftOf(agent)
      const texts = paragraphs.map(({ key, text }) => ({ key, text }))
      const draft = { templateVersion, language, subject, withPrivileges: false, paragraphs: texts, link }
      return agent.relationshipRequest.prepare({ draft, idempotencyKey: crypto.randomUUID() })
    }
    const { id: first } = await prepare()
    await admin.operatorPartners.revokeLink(revoking(partner))
    const { id: second } = await prepare()
    expect((await agent.relationshipRequest.get({ id: first })).linkRevokedAt).toBeInstanceOf(Date)
    expect((await agent.relationshipRequest.get({ id: second })).linkRevokedAt).toBeNull()
    const { rows } = await agent.relationshipRequest.list({})
    expect(rows).toMatchObject([{ state: 'prepared' }, { state: 'revoked' }])
    expect(await world.jobsAbout(partner.id)).toMatchObject([
      { name: 'partner.link-revoked', data: { linkId: partner.links.plain, after: null } },
    ])
  })

  test('U12 not without the partner’s name, typed as it is', async () => {
    const partner = await world.partner()
    for (const typedName of ['', undefined, partner.legalName.toLowerCase()])
      expect(
        await refusalFrom(admin.operatorPartners.revokeLink({ ...revoking(partner), typedName })),
      ).toEqual({
        ...{ code: 'name_not_typed' },
      })
    expect((await cardOf(tokenOf(partner))).partner.legalName).toBe(partner.legalName)
  })

  test('R8 of two operators at once one revokes; the other does not revoke the new link', async () => {
    const partner = await world.partner()
    const revoked = await race(
      admin.operatorPartners.revokeLink(revoking(partner)),
      colleague.operatorPartners.revokeLink(revoking(partner)),
    )
    expect(revoked).toEqual({ succeeded: 1, refusals: ['already_revoked'] })
  })

  test('R8 an acceptance at the same moment comes first, or is refused', async () => {
    const partner = await world.partner()
    const customer = await world.as((await world.customer()).person)
    const { succeeded, refusals } = await race(
      customer.invitation.accept(authorizing(tokenOf(partner))),
      admin.operatorPartners.revokeLink(revoking(partner)),
    )
    const { customers } = await (await world.as(partner.person)).customers.list({})
    expect([succeeded, refusals, customers.length]).toEqual(
      succeeded === 2 ? [2, [], 1] : [1, ['link_revoked'], 0],
    )
  })
})
