import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  advanceReferral,
  answerDays,
  createReferral,
  expireReferral,
  nextReminder,
  type Referral,
  referralActs,
  referralStatusOf,
  reminderDays,
  showsContact,
} from './referral.ts'

const start = Date.UTC(2027, 0, 1)
const onDay = (day: number) => new Date(start + day * 86_400_000)
const cloud = { referrals: { isOn: true }, indirect: { isOn: true } }
const listed = { status: 'active' as const, hasPublishedProfile: true }
const provider = { provider: 'indirect_provider' as const, hasPartnership: true }
const fresh: Referral = { status: 'new', deadline: onDay(answerDays) }
const act = (referral: Referral, what: (typeof referralActs)[number], day: number, isSuspended = false) =>
  advanceReferral(referral, what, { isSuspended, now: onDay(day) })

test('§4.11 M-17 a partner has 14 days to answer, and is reminded 7, 3 and 1 day before they end', () => {
  const made = createReferral(cloud, 'directory', listed, onDay(0))
  expect(made).toEqual({ ok: true, value: { status: 'new', deadline: onDay(14), nextReminderAt: onDay(7) } })
  expect(nextReminder(onDay(14), onDay(7))).toEqual(onDay(11))
  expect(nextReminder(onDay(14), onDay(11.5))).toEqual(onDay(13))
  expect(nextReminder(onDay(14), onDay(13))).toBeNull()
})

test('§4.11 directory and operator refer only to an active partner that shows its profile', () => {
  for (const origin of ['directory', 'operator'] as const)
    for (const partner of [
      { ...listed, hasPublishedProfile: false },
      { ...listed, status: 'suspended' as const },
      { ...listed, status: null },
    ])
      expect(createReferral(cloud, origin, partner, onDay(0))).toMatchObject({
        refusal: { code: 'takes_no_referrals' },
      })
})

test('R-166 a provider refers to its resellers only, under a live partnership, with or without a profile', () => {
  const reseller = { ...listed, hasPublishedProfile: false }
  expect(createReferral(cloud, provider, reseller, onDay(0)).ok).toBe(true)
  for (const origin of [
    { ...provider, hasPartnership: false },
    { ...provider, provider: 'direct_bill' as const },
    { ...provider, provider: null },
  ])
    expect(createReferral(cloud, origin, reseller, onDay(0))).toMatchObject({
      refusal: { code: 'partnership_missing' },
    })
  expect(createReferral(cloud, provider, { ...reseller, status: 'suspended' }, onDay(0))).toMatchObject({
    refusal: { code: 'takes_no_referrals' },
  })
})

test('§4.11 a cloud without referrals, or without the two tiers, makes none', () => {
  const off = { refusal: { code: 'feature_off' } }
  const without = { ...cloud, referrals: { isOn: false } }
  expect(createReferral(without, 'operator', listed, onDay(0))).toMatchObject(off)
  const oneTier = { ...cloud, indirect: { isOn: false } }
  expect(createReferral(oneTier, provider, listed, onDay(0))).toMatchObject(off)
  expect(createReferral(oneTier, 'directory', listed, onDay(0)).ok).toBe(true)
})

test('§4.11 at its deadline a referral is over, also before the worker closes it', () => {
  expect(act(fresh, 'accept', 13.9)).toEqual({ ok: true, value: { status: 'active', isClosed: false } })
  expect(expireReferral(fresh, onDay(13.9))).toBeUndefined()
  for (const what of ['accept', 'decline'] as const)
    expect(act(fresh, what, 14)).toMatchObject({ refusal: { code: 'referral_expired' } })
  expect(expireReferral(fresh, onDay(14))).toBe('expired')
  expect(expireReferral({ ...fresh, status: 'active' }, onDay(99))).toBeUndefined()
})

test('§4.11 a suspended partner accepts none, but may decline and close its own', () => {
  expect(act(fresh, 'accept', 1, true)).toMatchObject({ refusal: { code: 'own_account_suspended' } })
  expect(act(fresh, 'decline', 1, true)).toMatchObject({ value: { status: 'declined', isClosed: true } })
  expect(act({ ...fresh, status: 'active' }, 'lose', 20, true)).toMatchObject({ value: { status: 'lost' } })
})

test('§4.11 whatever partner and worker do in whatever order, a closed referral stays as it is, and its contact is shown only after acceptance', () => {
  const step = fc.record({
    what: fc.constantFrom('expire' as const, 'remind' as const, ...referralActs),
    days: fc.nat(40).map((tenths) => tenths / 10),
    isSuspended: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let day = 0
      let referral = fresh
      let reminder = nextReminder(fresh.deadline, onDay(0))
      let reminders = 0
      let wasAccepted = false
      for (const { what, days, isSuspended } of steps) {
        day += days
        const now = onDay(day)
        const before = referralStatusOf(referral, now)
        expect(showsContact(before)).toBe(wasAccepted)
        if (what === 'remind') {
          if (referral.status !== 'new' || !reminder || reminder > now || before === 'expired') continue
          reminders += 1
          reminder = nextReminder(referral.deadline, now)
          if (reminder) expect(reminder > now).toBe(true)
          continue
        }
        if (what === 'expire') {
          const after = expireReferral(referral, now)
          if (after) expect([before, referral.deadline <= now]).toEqual(['expired', true])
          referral = { ...referral, status: after ?? referral.status }
          continue
        }
        const decision = act(referral, what, day, isSuspended)
        if (!decision.ok) continue
        expect(['new', 'active']).toContain(before)
        if (what === 'accept') {
          expect([isSuspended, now < referral.deadline]).toEqual([false, true])
          wasAccepted = true
        }
        // Only what was accepted is won or lost.
        expect(decision.value.status === 'won' || decision.value.status === 'lost').toBe(before === 'active')
        referral = { ...referral, status: decision.value.status }
      }
      expect(reminders).toBeLessThanOrEqual(reminderDays.length)
    }),
  )
})
