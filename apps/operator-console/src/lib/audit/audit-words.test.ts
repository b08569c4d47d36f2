import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Activity } from '@entente/domain/partner/activity'
import { translatorFor } from '@entente/i18n/server'
import { expect, expectTypeOf, test } from 'vitest'
import { type OwnAct, whatHappened } from './audit-words.ts'

test('every record of the audit has words, from the side of the person who acted', () => {
  expectTypeOf<Exclude<AuditAction, OwnAct | Activity>>().toBeNever()
  const t = translatorFor('en')
  expect(whatHappened(t, 'partner.suspended')).toBe('Suspended a partner')
  expect(whatHappened(t, 'enrolment.accept')).toBe('Accepted an application')
  expect(whatHappened(t, 'session.started')).toBe('Signed in')
  expect(whatHappened(t, 'future.act')).toBe('future.act')
})
