import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  advanceMail,
  feedbackOf,
  isUndelivered,
  isUnsent,
  type MailStatus,
  mailStatuses,
  replacedBy,
} from './mail-status.ts'

const status = fc.constantFrom(...mailStatuses)
const endOf = (reports: MailStatus[]) => reports.reduce(advanceMail, 'queued')
/** The guarded write, as the database does it. */
const written = (reports: MailStatus[]) =>
  reports.reduce<MailStatus>((now, next) => (replacedBy(next).includes(now) ? next : now), 'queued')

describe('the status of a mail', () => {
  test('reports in any order, any number of times, end at the same status', () => {
    const sequences = fc.array(status, { minLength: 1, maxLength: 8 }).chain((reports) =>
      fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }).map((shuffled) => ({
        reports,
        shuffled,
      })),
    )
    fc.assert(fc.property(sequences, ({ reports, shuffled }) => endOf(shuffled) === endOf(reports)))
  })

  test('never goes back, and the guarded write agrees', () => {
    fc.assert(
      fc.property(fc.array(status), (reports) => {
        const steps = reports.map((_, at) => mailStatuses.indexOf(endOf(reports.slice(0, at + 1))))
        expect(steps).toEqual([...steps].sort((a, b) => a - b))
        expect(written(reports)).toBe(endOf(reports))
      }),
    )
  })

  test.each([
    ['a late delivery report does not hide a bounce', ['sent', 'bounced', 'delivered'], 'bounced'],
    ['a server may return a mail that it accepted', ['sent', 'delivered', 'bounced'], 'bounced'],
    ['a complaint stays', ['complained', 'delivered', 'bounced', 'sent'], 'complained'],
    ['a mail that we gave up on was sent after all', ['unsent', 'delivered'], 'delivered'],
    ['a provider’s failure is no bounce', ['sent', 'failed'], 'failed'],
    ['a suppressed address is no bounce', ['sent', 'suppressed'], 'suppressed'],
    ['a delivery proves that a mail was sent after all', ['delivered', 'failed', 'suppressed'], 'delivered'],
  ] as const)('%s', (_, reports, end) => {
    expect(endOf([...reports])).toBe(end)
  })

  test('only a mail that did not arrive is sent again, and only to a corrected address once it was sent', () => {
    expect(mailStatuses.filter(isUndelivered)).toEqual(['unsent', 'failed', 'suppressed', 'bounced'])
    expect(mailStatuses.filter(isUnsent)).toEqual(['queued', 'unsent'])
  })
})

test('opened mails are never tracked: only a provider’s events about arrival count', () => {
  const events = ['delivered', 'bounced', 'failed', 'suppressed', 'complained', 'sent', 'opened', 'clicked']
  expect(events.map((event) => feedbackOf(`email.${event}`))).toEqual([
    ...['delivered', 'bounced', 'failed', 'suppressed', 'complained'],
    ...[undefined, undefined, undefined],
  ])
  expect(feedbackOf('constructor')).toBeUndefined()
})
