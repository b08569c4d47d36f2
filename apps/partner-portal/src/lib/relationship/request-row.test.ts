import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { hrefOfAnswer, hrefOfRow, nameOfRow } from './request-row.ts'

const row = { kind: 'recipient', address: null, preparedFor: null, customerName: null, subject: '' } as const

test('U1 a request found by the palette has the name and the page that its row in Requests has', () => {
  const t = translatorFor('en')
  expect(nameOfRow(t, { ...row, address: 'ada@contoso.example', customerName: 'Contoso' })).toBe(
    'ada@contoso.example',
  )
  expect(nameOfRow(t, { ...row, kind: 'prepared', preparedFor: 'Contoso' })).toBe('Contoso')
  expect(nameOfRow(t, { ...row, kind: 'prepared' })).toBe(t('portal.requests.recipients.own_mailbox'))
  expect(nameOfRow(t, { ...row, kind: 'answer', customerName: 'Contoso' })).toBe('Contoso')
  const [requestId, relationshipId, partnershipId] = ['r' as never, 'c' as never, null]
  expect(hrefOfRow({ requestId, relationshipId, partnershipId })).toBe('/requests/r')
  expect(hrefOfRow({ requestId: null, relationshipId, partnershipId })).toBe('/customers/c')
  expect(hrefOfRow({ requestId: null, relationshipId: null, partnershipId })).toBeUndefined()
  const answered = { relationshipId: null, partnershipId: 'p' as never }
  expect(hrefOfAnswer(answered)).toBe('/indirect-resellers/p')
})
