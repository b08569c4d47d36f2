import { randomUUID } from 'node:crypto'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { instanceChain } from '@entente/db/core/audit'
import { asSealer } from '@entente/db/core/scopes'
import { dayAt } from '@entente/domain/core/local-day'
import type { OperatorRole } from '@entente/domain/core/role'
import { describe, expect, test } from 'vitest'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const operatorAs = async (role: OperatorRole) => world.as(await world.operator('none', role))
const [admin, auditor, support] = await Promise.all(
  (['operator_admin', 'auditor', 'support_operator'] as const).map(operatorAs),
)
if (!admin || !auditor || !support) throw new Error('An operator is missing.')

async function givenRecords() {
  const partner = await world.partner({ legalName: `Audited ${randomUUID()}` })
  const about = { id: partner.id, reason: 'Overdue' }
  await admin?.operatorPartners.suspend({ ...about, told: 'Told', idempotencyKey: randomUUID() })
  await admin?.operatorPartners.lift({ ...about, told: 'Told', idempotencyKey: randomUUID() })
  return partner
}

const seal = () => asSealer(world.worker, (db) => sealAudit(db, { limit: 1000 }, new Date()))

describe('the list', () => {
  test('R17 names who did what, newest first, by organisation, action, person and day', async () => {
    const partner = await givenRecords()
    const actions = async (filter: Parameters<typeof auditor.operatorAudit.list>[0]) =>
      (await auditor.operatorAudit.list(filter)).records.map(({ action }) => action)
    const both = ['partner.suspension_lifted', 'partner.suspended']
    expect(await actions({ chain: partner.id })).toEqual(both)
    expect(await actions({ organisation: partner.legalName.toUpperCase() })).toEqual(both)
    expect(await actions({ chain: partner.id, action: 'partner.susp', until: '2020-01-01' })).toEqual([])
    expect(await actions({ chain: partner.id, action: 'partner.suspended' })).toEqual(['partner.suspended'])
    // It is always a later day on Kiritimati than on Niue.
    const from = dayAt(new Date(), 'Pacific/Kiritimati')
    expect(await actions({ chain: partner.id, from, timeZone: 'Pacific/Kiritimati' })).toEqual(both)
    expect(await actions({ chain: partner.id, from, timeZone: 'Pacific/Niue' })).toEqual([])
    const [record] = (await auditor.operatorAudit.list({ chain: partner.id })).records
    expect(record).toMatchObject({
      organisation: partner.legalName,
      roles: ['operator_admin'],
      position: null,
    })
    const email = record?.actor?.email ?? ''
    expect(await actions({ chain: partner.id, person: email.toUpperCase() })).toEqual(both)
    expect(await actions({ chain: partner.id, person: partner.person.email })).toEqual([])
  })

  test('a record names whom it is about, to those who may read what it holds', async () => {
    const { id, legalName } = await givenRecords()
    const instance = { chain: instanceChain, action: 'partner.suspended', limit: 1 }
    const [record] = (await auditor.operatorAudit.list(instance)).records
    expect(record?.about).toEqual([{ of: 'partner', id, name: legalName }])
    expect((await support.operatorAudit.list(instance)).records[0]?.about).toEqual([])
  })

  test('U4 continues where the last page ended', async () => {
    const { id: chain } = await givenRecords()
    const first = await auditor.operatorAudit.list({ chain, limit: 1 })
    const rest = await auditor.operatorAudit.list({ chain, limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.records, ...rest.records].map(({ action }) => action)).toEqual([
      'partner.suspension_lifted',
      'partner.suspended',
    ])
    expect(rest.nextCursor).toBeNull()
  })

  test('§5.4 a support operator sees that it happened, never what a record holds', async () => {
    const { id: chain } = await givenRecords()
    const { records } = await support.operatorAudit.list({ chain })
    expect(records.map(({ action, payload }) => [action, payload])).toEqual([
      ['partner.suspension_lifted', null],
      ['partner.suspended', null],
    ])
    const [newest] = (await auditor.operatorAudit.list({ chain: instanceChain, limit: 1 })).records
    if (!newest) throw new Error('The instance has no record.')
    const { id } = newest
    expect((await support.operatorAudit.get({ id })).payload).toBeNull()
    expect((await auditor.operatorAudit.get({ id })).payload).toEqual({
      told: 'Told',
      partnerId: chain,
      reason: 'Overdue',
    })
    expect(await refusalFrom(support.operatorAudit.verify({ chain }))).toMatchObject({
      code: 'missing_permission',
    })
    const reviewer = await operatorAs('enrolment_reviewer')
    expect(await refusalFrom(reviewer.operatorAudit.list({}))).toMatchObject({ code: 'missing_permission' })
  })
})

describe('verifying a chain', () => {
  test('R17 says that it is whole, then names the record that somebody altered', async () => {
    const { id: chain, legalName } = await givenRecords()
    await seal()
    expect(await auditor.operatorAudit.verify({ chain })).toMatchObject({
      ...{ organisation: legalName, checked: 2, faults: [], unsealed: 0, next: null },
      last: { position: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    const { chains } = await auditor.operatorAudit.chains({ limit: 100 })
    expect(chains).toContainEqual({ chain, organisation: legalName, position: 2 })
    const pages = [await auditor.operatorAudit.chains({ limit: 1 })]
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await auditor.operatorAudit.chains({ limit: 1, after: next }))
    expect(pages.flatMap((page) => page.chains)).toEqual(chains)
    await world.asOwner(
      `update audit_record set payload = '{"reason":"None"}' where organisation_id = $1 and action = 'partner.suspended'`,
      [chain],
    )
    const { faults } = await auditor.operatorAudit.verify({ chain })
    expect(faults).toMatchObject([{ position: 1, kind: 'altered' }])
  })

  test('R17 the instance has a chain of its own', async () => {
    await givenRecords()
    await seal()
    const { checked, faults, organisation } = await admin.operatorAudit.verify({ chain: instanceChain })
    expect([checked > 1, faults, organisation]).toEqual([true, [], null])
  })
})
