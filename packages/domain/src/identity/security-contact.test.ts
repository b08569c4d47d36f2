import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '../core/id.ts'
import { refuse } from '../core/result.ts'
import { advanceSecurityContacts, type SecurityContact, securityContactDays } from './security-contact.ts'

const start = new Date('2026-03-02T09:00:00Z')
const idOf = (at: number) =>
  `00000000-0000-7000-8000-${String(at).padStart(12, '0')}` as Id<'security_contact'>

const act = fc.oneof(
  fc.record({ act: fc.constant('name' as const), email: fc.constantFrom('a@x.example', 'b@x.example') }),
  fc.record({ act: fc.constant('confirm' as const), id: fc.nat(6).map(idOf) }),
  fc.constant({ act: 'remove' as const }),
)

test('R-005 in any order of acts one address at most is told and one at most is asked, and none without its mailbox’s press', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(act, fc.nat(10)), { maxLength: 30 }), (acts) => {
      let [contacts, now]: [SecurityContact[], Date] = [[], start]
      for (const [next, days] of acts) {
        now = new Date(now.getTime() + days * 86_400_000)
        const before = contacts
        const result = advanceSecurityContacts(contacts, next, now)
        if (!result.ok) continue
        const { ends, confirms, asks } = result.value
        contacts = contacts.map((one) =>
          ends.includes(one)
            ? { ...one, state: 'ended', openUntil: now }
            : one === confirms
              ? { ...one, state: 'confirmed', openUntil: null }
              : one,
        )
        if (asks) contacts = [...contacts, { id: idOf(contacts.length), state: 'asked', ...asks }]
        const inState = (of: SecurityContact[], state: string) => of.filter((one) => one.state === state)
        expect(inState(contacts, 'asked').length).toBeLessThanOrEqual(1)
        expect(inState(contacts, 'confirmed').length).toBeLessThanOrEqual(1)
        const told = inState(contacts, 'confirmed')[0]
        if (told && !before.includes(told)) {
          expect(next).toEqual({ act: 'confirm', id: told.id })
          expect(before.find(({ id }) => id === told.id)?.openUntil?.getTime()).toBeGreaterThan(now.getTime())
        }
        // Only a removal or another confirmation ends what is told.
        const former = inState(before, 'confirmed')[0]
        if (former && !contacts.includes(former)) expect(next.act).not.toBe('name')
      }
    }),
  )
})

test('R-005 an address cannot be confirmed once its time has passed', () => {
  const openUntil = new Date(start.getTime() + securityContactDays * 86_400_000)
  const asked = { id: idOf(0), email: 'a@x.example', state: 'asked' as const, openUntil }
  const confirm = { act: 'confirm' as const, id: asked.id }
  expect(advanceSecurityContacts([asked], confirm, start).ok).toBe(true)
  expect(advanceSecurityContacts([asked], confirm, openUntil)).toEqual(
    refuse({ code: 'one_time_link_spent' }),
  )
})
