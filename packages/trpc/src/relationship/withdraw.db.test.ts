import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { lockWaitingJobs, markRelayed, withdrawJobs } from '@entente/db/core/outbox'
import { asRelay, asTenant } from '@entente/db/core/scopes'
import { findOutboxFigures } from '@entente/db/operator/operating-figures'
import { describe, expect, test } from 'vitest'
import { type Caller, givenWorld, outcomesOf, type Partner, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()

const address = () => `ada@${randomUUID()}.example`
const once = () => ({ idempotencyKey: randomUUID() })

async function send(
  api: Caller,
  recipients: string[],
  { withPrivileges = false, greeting = 'Good morning,', references = {} } = {},
) {
  const draft = await api.relationshipRequest.draft({ withPrivileges })
  const { templateVersion, language, subject, link } = draft
  const paragraphs = draft.paragraphs.map(({ key, text }) => ({
    ...{ key, text: key === 'greeting' ? greeting : text },
  }))
  return api.relationshipRequest.send({
    draft: { templateVersion, language, withPrivileges, subject, paragraphs, link },
    ...{ recipients, references, ...once() },
  })
}

async function givenSent(recipients = [address()], options: Parameters<typeof send>[2] = {}) {
  const partner = await world.partner()
  const agent = await world.as(partner.person)
  const sent = await send(agent, recipients, options)
  return { partner, agent, requestId: sent.id, ids: sent.recipients.map(({ id }) => id) }
}

const withdraw = (api: Caller, ids: readonly string[]) =>
  api.relationshipRequest.withdraw({ recipientIds: ids as never, ...once() })
const jobsOf = async (partner: Partner) =>
  (await world.jobsAbout(partner.id)).map(({ data }) => data.recipientId)
const states = async (api: Caller) =>
  (await api.relationshipRequest.list({})).rows.map(({ state, address }) => `${state} ${address}`).toSorted()
const actsOf = async (partner: Partner) => (await world.auditOf(partner.id)).map(({ action }) => action)
const due = (ids: readonly string[]) =>
  world.asOwner('update outbox set not_before = clock_timestamp() where id = any($1)', [ids])
const become = (id: string | undefined, status: string) =>
  world.asOwner('update request_recipient set status = $2 where id = $1', [id, status])
const asPartner = ({ id, person }: Partner) => ({
  ...({ organisationId: id, audience: 'partner', personId: person.id } as const),
})

describe('U11 a mail waits ten seconds, and Undo takes it back', () => {
  test('nothing goes, and text, recipients and references are a draft again', async () => {
    const [one, other] = [address(), address()]
    const { partner, agent, requestId, ids } = await givenSent([one, other], {
      references: { [other]: 'T-47' },
    })
    const { recipients } = await agent.relationshipRequest.get({ id: requestId })
    for (const { undoMs } of recipients) expect(undoMs).toSatisfy((ms: number) => ms > 5000 && ms <= 10_000)
    const { withdrawn, draftIds } = await withdraw(agent, ids)
    expect(withdrawn).toBe(2)
    expect(await jobsOf(partner)).toEqual([])
    const draft = await agent.requestDraft.get({ id: draftIds[0] as never })
    expect(draft.edits).toMatchObject({
      ...{ subject: null, paragraphs: { greeting: 'Good morning,' }, recipients: `${one}\n${other} #T-47` },
    })
    expect(await states(agent)).toEqual([`withdrawn ${one}`, `withdrawn ${other}`].toSorted())
    expect(await agent.relationshipRequest.get({ id: requestId })).toMatchObject({
      recipients: [
        { status: 'withdrawn', undoMs: null },
        { status: 'withdrawn', undoMs: null },
      ],
    })
    const acts = await actsOf(partner)
    expect(acts).toContain('relationship_request.sent')
    expect(acts).toContain('relationship_request.withdrawn')
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toContain(one)
    const { entries } = await agent.partnerAccount.activity({ subject: 'customers' })
    expect(entries.map(({ action, about }) => [action, about.toSorted()])).toEqual([
      ['relationship_request.withdrawn', [one, other].toSorted()],
      ['relationship_request.sent', [one, other].toSorted()],
    ])
  })

  test('S19 the mail counts for no limit: the same addresses can be written to at once', async () => {
    const to = address()
    const { partner, agent, ids } = await givenSent([to])
    await withdraw(agent, ids)
    const used = await world.asOwner<{ used: number }>(
      'select used from send_allowance where partner_id = $1',
      [partner.id],
    )
    expect(used.map(({ used }) => used)).toEqual([0, 0, 0])
    await send(agent, [to])
    expect(await states(agent)).toEqual([`waiting ${to}`, `withdrawn ${to}`])
  })

  test('a reminder that is taken back leaves its recipient as before, to be reminded again', async () => {
    const to = address()
    const { agent, ids } = await givenSent([to])
    await become(ids[0], 'delivered')
    await world.asOwner(
      `update send_allowance set last_at = last_at - interval '25 hours' where subject = 'to:' || $1`,
      [to],
    )
    const remind = () => agent.relationshipRequest.remind({ recipientIds: ids, ...once() })
    const { sentIds } = await remind()
    expect(await withdraw(agent, sentIds)).toMatchObject({ withdrawn: 1, draftIds: [] })
    expect(await states(agent)).toEqual([`waiting ${to}`, `withdrawn ${to}`])
    expect(await remind()).toMatchObject({ reminded: 1 })
  })

  test('a corrected address that is taken back can be corrected again', async () => {
    const { agent, ids } = await givenSent()
    await become(ids[0], 'bounced')
    const correct = () =>
      agent.relationshipRequest.sendAgain({ recipientId: ids[0] as never, address: address(), ...once() })
    const { id } = await correct()
    expect(await withdraw(agent, [id])).toMatchObject({ draftIds: [] })
    await correct()
  })

  test('no answer, filter or count takes a withdrawn mail for one that was sent', async () => {
    const { partner, agent, ids, requestId } = await givenSent()
    await withdraw(agent, ids)
    await world.asOwner('update relationship_link set revoked_at = now() where partner_id = $1', [partner.id])
    expect(await agent.relationshipRequest.get({ id: requestId })).toMatchObject({ linkRevokedAt: null })
    expect((await agent.home.get()).requests).toMatchObject({ lately: 0 })
  })

  test('D-06 only a person who may ask for privileges takes back a request for them', async () => {
    const { partner, ids } = await givenSent([address()], { withPrivileges: true })
    const sales = await world.as(
      await world.person({ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] }),
    )
    expect(await refusalFrom(withdraw(sales, ids))).toMatchObject({ code: 'missing_permission' })
    expect(await jobsOf(partner)).toEqual(ids)
  })

  test('S1 a rival finds no mail of another partner, and its role deletes none', async () => {
    const { partner, ids } = await givenSent()
    const rival = await world.partner()
    expect(await refusalFrom(withdraw(await world.as(rival.person), ids))).toEqual({ code: 'not_found' })
    expect(await asTenant(world.services.database, asPartner(rival), (db) => withdrawJobs(db, ids))).toBe(0)
    expect(await jobsOf(partner)).toEqual(ids)
  })
})

describe('U11 Undo and the relay have one order', () => {
  const relay = <T>(work: (ids: string[]) => Promise<T>) =>
    asRelay(world.worker, async (db) => {
      const taken = (await lockWaitingJobs(db, 500)).map(({ id }) => id)
      const result = await work(taken)
      if (taken.length > 0) await markRelayed(db, taken, new Date())
      return result
    })

  test('a mail that waits is left by the relay, and counted nowhere as late', async () => {
    const { ids } = await givenSent()
    expect(await relay(async (taken) => taken)).not.toContain(ids[0])
    const figures = () => asRelay(world.worker, (db) => findOutboxFigures(db, new Date()))
    expect(await figures()).toMatchObject({ waiting: 0, oldestSeconds: 0 })
    const operator = await world.as(await world.operator())
    expect((await operator.operatorOverview.get()).outbox).toMatchObject({ waiting: 0, oldest: null })
    await due(ids)
    expect(await figures()).toMatchObject({ waiting: 1 })
    expect(await relay(async (taken) => taken)).toEqual(ids)
  })

  test('of one whose time has come the answer says that it was sent, and all of them go', async () => {
    const { partner, agent, ids, requestId } = await givenSent([address(), address()])
    await due(ids.slice(0, 1))
    expect(await refusalFrom(withdraw(agent, ids))).toEqual({ code: 'already_sent' })
    expect((await jobsOf(partner)).toSorted()).toEqual(ids.toSorted())
    expect(await agent.relationshipRequest.get({ id: requestId })).toMatchObject({
      recipients: [{ status: 'queued' }, { status: 'queued' }],
    })
    await due(ids)
    await relay(async (taken) => {
      expect(taken.toSorted()).toEqual(ids.toSorted())
      // The relay has added them to the queue and dies before it says so: they cannot be withdrawn any more.
      expect(await refusalFrom(withdraw(agent, ids))).toEqual({ code: 'already_sent' })
    })
    expect(await refusalFrom(withdraw(agent, ids))).toEqual({ code: 'already_sent' })
  })

  test('one that is being withdrawn when its time comes never goes', async () => {
    const { partner, ids } = await givenSent()
    await world.asOwner(
      `update outbox set not_before = clock_timestamp() + interval '300 milliseconds' where id = any($1)`,
      [ids],
    )
    await asTenant(world.services.database, asPartner(partner), async (db) => {
      expect(await withdrawJobs(db, ids)).toBe(1)
      await setTimeout(400)
      expect(await relay(async (taken) => taken)).toEqual([])
    })
    expect(await relay(async (taken) => taken)).toEqual([])
  })

  test('two colleagues who undo at once withdraw it once', async () => {
    const { partner, agent, ids } = await givenSent()
    const colleague = await world.as(
      await world.person({ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] }),
    )
    expect(await outcomesOf(withdraw(agent, ids), withdraw(colleague, ids))).toEqual(['already_sent', 'done'])
    expect((await agent.requestDraft.list()).length).toBe(1)
  })
})
