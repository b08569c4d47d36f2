import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  advanceServiceRequest,
  canHappen,
  openServiceRequest,
  reopenDays,
  requestActs,
  type ServiceRequest,
} from './service-request.ts'

const native = { serviceRequests: { handling: 'native' as const, notForResellers: ['compute'] } }
const redirect = { serviceRequests: { handling: 'redirect' as const, notForResellers: [] } }
const direct = { service: 'mail', partnerKind: 'direct_bill' as const, hasPrivileges: true }
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code ?? 'ok'

test('R-033 D-09 with privileges the partner opens a request, without them only the operator does, on its call', () => {
  const without = { ...direct, hasPrivileges: false }
  expect(codeOf(openServiceRequest(native, 'partner', direct))).toBe('ok')
  expect(codeOf(openServiceRequest(native, 'partner', without))).toBe('not_granted')
  expect(codeOf(openServiceRequest(native, 'phone', without))).toBe('ok')
  expect(codeOf(openServiceRequest(native, 'phone', direct))).toBe('privileges_are_there')
})

test('§4.12 an indirect reseller opens none for Azure, and 21Vianet takes them in the customer’s admin centre', () => {
  const reseller = { ...direct, partnerKind: 'indirect_reseller' as const }
  expect(codeOf(openServiceRequest(native, 'partner', reseller))).toBe('ok')
  expect(codeOf(openServiceRequest(native, 'partner', { ...reseller, service: 'compute' }))).toBe(
    'service_not_for_resellers',
  )
  expect(codeOf(openServiceRequest(native, 'partner', { ...direct, service: 'compute' }))).toBe('ok')
  for (const by of ['partner', 'phone'] as const)
    expect(codeOf(openServiceRequest(redirect, by, direct))).toBe('service_requests_elsewhere')
})

const day = (number: number) => new Date(Date.UTC(2027, 0, 1) + number * 86_400_000)

test('§4.12 a partner reopens within 30 days', () => {
  const closed: ServiceRequest = { status: 'closed', closedAt: day(0) }
  expect(codeOf(advanceServiceRequest(closed, 'reopen', day(reopenDays)))).toBe('ok')
  expect(codeOf(advanceServiceRequest(closed, 'reopen', day(reopenDays + 1)))).toBe(
    'service_request_closed_long_ago',
  )
})

test('§4.12 whatever both sides do in whatever order, a request waits for exactly one side or is closed', () => {
  const step = fc.record({ act: fc.constantFrom(...requestActs), days: fc.nat(20) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let today = 0
      let request: ServiceRequest = { status: 'open', closedAt: null }
      for (const { act, days } of steps) {
        today += days
        const { status: before, closedAt } = request
        const decision = advanceServiceRequest(request, act, day(today))
        const isLate =
          act === 'reopen' && closedAt !== null && day(today) > new Date(+closedAt + 30 * 86_400_000)
        expect(decision.ok).toBe(canHappen(before, act) && !isLate)
        // Only reopening brings a closed request back, and nothing else is refused before.
        expect(canHappen(before, act)).toBe((before === 'closed') === (act === 'reopen'))
        if (!decision.ok) continue
        const status = decision.value
        // Only the operator asks, and only the partner's words end the wait for it.
        if (status === 'attention_needed') expect(['answer', 'ask', 'close']).toContain(act)
        if (before === 'attention_needed' && status === 'open')
          expect(['reply', 'close', 'reopen']).toContain(act)
        expect(status === 'closed').toBe(act === 'close')
        request = { status, closedAt: status === 'closed' ? day(today) : null }
      }
    }),
  )
})
