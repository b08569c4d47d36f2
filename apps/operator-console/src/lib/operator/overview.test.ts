import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { type Overview, overviewLines } from './overview.ts'

const at = '2027-01-01T12:00:00.000Z'
const ago = (seconds: number) => new Date(Date.parse(at) - seconds * 1000).toISOString()
const alive = { startedAt: ago(9000), seenAt: ago(2), facts: { headsSignedAt: ago(30) } }
const calm: Overview = {
  ...{
    at,
    applications: [],
    toConfirm: 0,
    toMediate: 0,
    outbox: { deadLetters: 0, deadMails: 0 },
    workers: [alive],
  },
}
const lines = (overview: Partial<Overview>, viewDeadLetters = true) =>
  overviewLines(translatorFor('en'), { ...calm, ...overview }, { viewDeadLetters }).map(({ text, href }) => [
    text,
    href,
  ])

test('nothing waits on a calm instance', () => {
  expect(lines({})).toEqual([])
})

test('applications by age and owner lead to the queue with their filter', () => {
  const queue = { next: 'operator' as const, count: 4, mine: 1, unassigned: 2, overdue: 1 }
  expect(lines({ applications: [queue, { ...queue, next: 'contact' }] })).toEqual([
    ['1 application has waited for us for 5 days or more', '/applications?next=operator&age=5'],
    ['2 applications are assigned to nobody', '/applications?next=operator&assignee=nobody'],
    ['1 application of yours waits for us', '/applications?next=operator&assignee=me'],
  ])
})

test('failed mails, dead letters and requests lead to their lists, for those who may open them', () => {
  const outbox = { deadLetters: 3, deadMails: 2 }
  expect(lines({ outbox, toConfirm: 1 })).toEqual([
    ['2 e-mails could not be sent', '/dead-letters?kind=mails'],
    ['1 other job failed for good', '/dead-letters?kind=other'],
    ['1 request waits for you to confirm it', '/requests'],
  ])
  expect(lines({ outbox }, false)).toEqual([])
})

test('silent workers and heads that are not published come first', () => {
  const silent = { ...alive, seenAt: ago(60) }
  expect(lines({ workers: [alive, silent] })).toEqual([['1 worker is silent', '#workers']])
  expect(lines({ workers: [silent] })).toEqual([['No worker is running', '#workers']])
  expect(lines({ workers: [] })).toEqual([['No worker is running', '#workers']])
  expect(lines({ workers: [{ ...alive, facts: { headsSignedAt: ago(600) } }] })).toEqual([
    ['The ends of the audit chains are not being published', '#workers'],
  ])
})
