import { expect, test } from 'vitest'
import { root } from '../process.ts'
import { cloudFields } from './cloud-fields.ts'

test('every field of a cloud has a reader in the product, and a field without one is found', () => {
  const planted = 'planted: { isUnread: boolean; agreement: Agreement }'
  const { fields, unread } = cloudFields(root, (text) =>
    text.replace('export type Cloud = {', `$&\n  ${planted}`),
  )
  expect(unread.toSorted()).toEqual([
    ...['planted.agreement.name', 'planted.agreement.url', 'planted.agreement.version'],
    'planted.isUnread',
  ])
  expect(fields).toEqual(
    expect.arrayContaining(['accent.dark', 'retention.auditYears', 'requests.draft.paragraphs.editable']),
  )
}, 60_000)
