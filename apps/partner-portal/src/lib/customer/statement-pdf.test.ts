import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import type { Statement } from './statement.server.ts'
import { statementPdf } from './statement-pdf.server.ts'

const line = (position: number): Statement['lines'][number] => ({
  ...{ position, kind: 'renewal', offer: 'Microsoft 365 商业标准版', at: '2027-02-10T09:00:00Z' },
  ...{
    until: '2027-03-10T09:00:00Z',
    seats: 12,
    unitPrice: 310,
    days: 28,
    termDays: 28,
    amount: 3720,
  },
})

test('R-040 a statement is a PDF with the fonts of its names, and goes on over pages', async () => {
  const locale = 'zh-CN'
  const reader = { t: translatorFor(locale), locale, timeZone: 'UTC', cloud: cloudOf('global') } as const
  const statement: Statement = {
    ...{ id: '0' as Id<'statement'>, relationshipId: '0' as Id<'relationship'>, month: '2027-02' },
    ...{
      customerName: '上海云图科技有限公司 & Жизнь Łódź',
      currency: 'EUR',
      total: 3720 * 24,
      madeAt: '2027-03-01T07:00:00Z',
    },
    ...{ partner: 'Müller GmbH', next: null, lines: Array.from({ length: 24 }, (_, at) => line(at)) },
  }
  const pdf = Buffer.from(await statementPdf(statement, reader as never)).toString('latin1')
  expect(pdf.startsWith('%PDF-1.')).toBe(true)
  // A page takes some twenty lines.
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBe(2)
  // Latin, its extension, Cyrillic and Chinese, each embedded as the subset that is used.
  expect(new Set(pdf.match(/\/BaseFont \/\w+\+[\w-]+/g)).size).toBe(4)
}, 30_000)
