import { expect, test } from 'vitest'
import { root } from '../process.ts'
import { cloudFields } from './cloud-fields.ts'

/** The fields that `Cloud` marks as waiting for the code that will read them. */
const waiting = ['removal.privileges']

test('every field of a cloud has a reader in the product, and a field without one is found', () => {
  const planted = 'planted: { isUnread: boolean; agreement: Agreement }'
  const { fields, unread } = cloudFields(root, (text) =>
    text.replace('export type Cloud = {', `$&\n  ${planted}`),
  )
  expect(unread.toSorted()).toEqual(
    [
      ...waiting,
      ...['planted.agreement.name', 'planted.agreement.url', 'planted.agreement.version'],
      'planted.isUnread',
    ].toSorted(),
  )
  expect(fields).toEqual(
    expect.arrayContaining(['accent.dark', 'retention.auditYears', 'requests.draft.paragraphs.editable']),
  )
}, 60_000)
