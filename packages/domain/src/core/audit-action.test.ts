import { expect, test } from 'vitest'
import { groupActs } from './act.ts'
import { formerActions, toPresentAction } from './audit-action.ts'

test('every former audit action maps to a present one', () => {
  const former = formerActions(() => true)
  expect(former).toContain('enrolment.submit')
  for (const action of former) {
    const present = toPresentAction(action)
    expect(present).toMatch(/^[a-z_]+\.[a-z_]+$/)
    expect(toPresentAction(present)).toBe(present)
  }
})

test('an action that was never renamed stays as it is', () => {
  for (const action of ['session.started', 'enrolment.no_such_act', 'constructor', ''])
    expect(toPresentAction(action)).toBe(action)
})

test('a present action finds its former names', () => {
  expect(formerActions((action) => action === 'user.created')).toEqual(['create_partner_user'])
  expect(formerActions((action) => action === 'session.started')).toEqual([])
})

test('the records of one request are one act, told by the record that began it', () => {
  const records = ['b', 'a', 'b'].map((requestId, id) => ({ requestId, id }))
  expect(groupActs(records)).toEqual([
    { requestId: 'b', id: 2, others: [{ requestId: 'b', id: 0 }] },
    { requestId: 'a', id: 1, others: [] },
  ])
})
