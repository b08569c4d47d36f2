import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ok, refuse } from '../core/result.ts'
import {
  advanceContact,
  type ContactFacts,
  type ContactState,
  contactEvents,
  contactLimits,
  contactStates,
  isExpired,
  oneBusinessDayAfter,
  whyNotResend,
} from './contact-verification.ts'

const dayMs = 86_400_000
const monday = new Date('2026-11-16T09:00:00Z')
const later = (days: number) => new Date(monday.getTime() + days * dayMs)
const fresh: ContactFacts = {
  now: later(0.1),
  sentAt: monday,
  expiresAt: later(contactLimits.linkDays),
  sendsInLastDay: 1,
  oldestSendAt: monday,
  by: 'applicant',
}
const old: ContactFacts = { ...fresh, now: later(8) }

describe('§4.3 the address of the primary contact', () => {
  test('R-101 is verified by a link that is open, and a second click changes nothing', () => {
    expect(advanceContact('sent', 'verify', fresh)).toEqual(ok({ state: 'verified', mails: [] }))
    expect(advanceContact('verified', 'verify', fresh)).toEqual(ok({ state: 'verified', mails: [] }))
    expect(advanceContact('verified', 'verify', old)).toEqual(ok({ state: 'verified', mails: [] }))
  })

  test('R-101 may be denied, and then the same link cannot verify it', () => {
    expect(advanceContact('sent', 'deny', fresh)).toEqual(ok({ state: 'denied', mails: [] }))
    expect(advanceContact('denied', 'verify', fresh)).toEqual(refuse({ code: 'one_time_link_spent' }))
    expect(advanceContact('verified', 'deny', fresh)).toEqual(refuse({ code: 'one_time_link_spent' }))
  })

  test('expires with its link after seven days', () => {
    expect(isExpired('sent', fresh)).toBe(false)
    expect(isExpired('sent', old)).toBe(true)
    expect(isExpired('verified', old)).toBe(false)
    for (const event of ['verify', 'deny'] as const)
      expect(advanceContact('sent', event, old)).toEqual(refuse({ code: 'one_time_link_spent' }))
  })

  test('gets a new mail whenever it changes', () => {
    for (const state of contactStates)
      expect(advanceContact(state, 'send', fresh)).toEqual(ok({ state: 'sent', mails: ['verify_contact'] }))
  })

  test('can bounce in every state, except before the first mail', () => {
    for (const state of contactStates)
      expect(advanceContact(state, 'bounce', fresh)).toEqual(
        state === 'none' ? refuse({ code: 'contact_settled' }) : ok({ state: 'bounced', mails: [] }),
      )
  })

  test('another address gets no mail either after three mails in a day', () => {
    const often = { ...fresh, sendsInLastDay: contactLimits.sendsPerDay }
    expect(advanceContact('denied', 'send', often)).toEqual(
      refuse({ code: 'too_many_attempts', retryAfterSeconds: 0.9 * 86_400 }),
    )
  })
})

describe('§4.3 the mail is sent again', () => {
  test('for the applicant after one business day', () => {
    expect(whyNotResend('sent', fresh)).toEqual({
      code: 'too_many_attempts',
      retryAfterSeconds: 0.9 * 86_400,
    })
    const next = { ...fresh, now: later(1), sendsInLastDay: 0, oldestSendAt: null }
    expect(whyNotResend('sent', next)).toBeUndefined()
  })

  test('Saturday and Sunday are not business days', () => {
    expect(oneBusinessDayAfter(later(3))).toEqual(later(4))
    expect(oneBusinessDayAfter(later(4))).toEqual(later(7))
    expect(oneBusinessDayAfter(later(5))).toEqual(later(7))
  })

  test('at once for an operator, or after the link expired', () => {
    expect(whyNotResend('sent', { ...fresh, by: 'operator' })).toBeUndefined()
    expect(whyNotResend('sent', { ...old, sendsInLastDay: 0, oldestSendAt: null })).toBeUndefined()
  })

  test('at most three times a day, for an operator too', () => {
    const often = { ...fresh, by: 'operator', sendsInLastDay: contactLimits.sendsPerDay } as const
    expect(whyNotResend('sent', often)).toEqual({
      code: 'too_many_attempts',
      retryAfterSeconds: 0.9 * 86_400,
    })
  })

  test('only while the contact has not answered', () => {
    for (const state of contactStates)
      if (state !== 'sent') expect(whyNotResend(state, fresh)).toEqual({ code: 'contact_settled' })
  })
})

test('§4.3 no sequence of events verifies an address without a mail before, and only new links are mailed', () => {
  const turns = fc.array(fc.record({ event: fc.constantFrom(...contactEvents), hours: fc.nat(300) }), {
    maxLength: 40,
  })
  const seen = new Set<ContactState>()
  fc.assert(
    fc.property(turns, (sequence) => {
      let state: ContactState = 'none'
      let facts: ContactFacts = { ...fresh, now: monday, sentAt: null, expiresAt: null, sendsInLastDay: 0 }
      for (const { event, hours } of sequence) {
        facts = { ...facts, now: new Date(facts.now.getTime() + hours * 3_600_000) }
        const wasExpired = isExpired(state, facts)
        const result = advanceContact(state, event, facts)
        if (!result.ok) continue
        expect(result.value.mails.length).toBe(event === 'send' || event === 'resend' ? 1 : 0)
        if (result.value.state === 'verified') expect(['sent', 'verified']).toContain(state)
        if (state === 'denied' && event !== 'send' && event !== 'bounce')
          expect(result.value.state).toBe('denied')
        if (event === 'verify' && wasExpired) throw new Error('verified by an expired link')
        state = result.value.state
        seen.add(state)
        if (result.value.mails.length > 0)
          facts = { ...facts, sentAt: facts.now, expiresAt: new Date(facts.now.getTime() + 7 * dayMs) }
      }
    }),
  )
  expect([...seen].sort()).toEqual(contactStates.filter((state) => state !== 'none').sort())
})
