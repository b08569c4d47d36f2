import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const operator = await world.as(await world.operator('none', 'operator_admin'))
const { announceDeauthorisation, withdrawDeauthorisation, deauthorise, get } = operator.operatorPartners

const dateIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const press = (id: Id<'organisation'>) => ({ id, reason: 'Revenue too low', idempotencyKey: randomUUID() })
const announce = (id: Id<'organisation'>, days: number) =>
  announceDeauthorisation({ ...press(id), endsOn: dateIn(days) })
const jobsOf = (id: Id<'organisation'>) =>
  world.asOwner(`select name from outbox where data ->> 'partnerId' = $1`, [id])

describe('M-20 announcing the end of an authorisation', () => {
  test('shows notice and act, warns at once when the first threshold has passed, and changes nothing else', async () => {
    const partner = await world.partner()
    const before = await get({ id: partner.id })
    expect(before.notice).toBeNull()
    await announce(partner.id, 45)
    const after = await get({ id: partner.id })
    expect(after.partner).toEqual(before.partner)
    expect(after.notice).toMatchObject({
      reason: 'Revenue too low',
      endsAt: new Date(`${dateIn(45)}T12:00:00Z`),
    })
    expect(after.acts[0]).toMatchObject({
      action: 'partner.deauthorisation_announced',
      reason: 'Revenue too low',
    })
    expect(await jobsOf(partner.id)).toEqual([{ name: 'partner.deauthorisation-near' }])
    for (const chain of [partner.id, instanceChain])
      expect((await world.auditOf(chain)).at(-1)?.action).toBe('partner.deauthorisation_announced')
  })

  test('the partner’s global admins read the date and the reason until it is withdrawn', async () => {
    const [partner, other] = [await world.partner(), await world.partner()]
    await announce(partner.id, 45)
    const [own, foreign] = [await world.as(partner.person), await world.as(other.person)]
    expect(await own.partnerAccount.settings()).toMatchObject({
      notice: { reason: 'Revenue too low', endsAt: new Date(`${dateIn(45)}T12:00:00Z`) },
    })
    expect(await foreign.partnerAccount.settings()).toMatchObject({ notice: null })
    await withdrawDeauthorisation(press(partner.id))
    expect(await own.partnerAccount.settings()).toMatchObject({ notice: null })
  })

  test('more than 90 days ahead the worker sends the first warning', async () => {
    const partner = await world.partner()
    await announce(partner.id, 100)
    expect(await jobsOf(partner.id)).toEqual([])
  })

  test('of two operators at once the second is told', async () => {
    const partner = await world.partner()
    const results = await Promise.allSettled([announce(partner.id, 100), announce(partner.id, 50)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await refusalFrom(announce(partner.id, 100))).toEqual({ code: 'already_announced' })
  })

  test('a date that is too near is refused', async () => {
    const partner = await world.partner()
    expect(await refusalFrom(announce(partner.id, 29))).toEqual({ code: 'notice_too_short' })
  })

  test('a notice is withdrawn once, and can be announced again', async () => {
    const partner = await world.partner()
    await announce(partner.id, 100)
    await withdrawDeauthorisation(press(partner.id))
    const { notice, acts } = await get({ id: partner.id })
    expect(notice).toBeNull()
    expect(acts[0]?.action).toBe('partner.deauthorisation_withdrawn')
    expect(await refusalFrom(withdrawDeauthorisation(press(partner.id)))).toEqual({ code: 'not_announced' })
    await announce(partner.id, 200)
  })

  test('after the de-authorisation there is nothing to announce, and no notice to show', async () => {
    const partner = await world.partner()
    await announce(partner.id, 100)
    await deauthorise({ ...press(partner.id), typedName: partner.legalName })
    expect((await get({ id: partner.id })).notice).toBeNull()
    expect(await refusalFrom(announce(partner.id, 100))).toEqual({ code: 'already_deauthorised' })
  })
})
