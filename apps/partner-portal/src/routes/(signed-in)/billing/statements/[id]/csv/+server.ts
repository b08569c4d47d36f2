import { digitsOf } from '@entente/domain/customer/offer'
import { csvDownload } from '@entente/site/csv'
import { readStatement } from '#lib/customer/statement.server.ts'
import type { RequestHandler } from './$types'

const columns = [
  'day',
  'what',
  'kind',
  'until',
  'seats',
  'price',
  'days',
  'term_days',
  'amount',
  'currency',
] as const

/** The lines of a statement, amounts as plain decimals. */
export const GET: RequestHandler = async (event) => {
  const { t } = event.locals
  const { month, currency } = await readStatement(event, { limit: 1 })
  const decimal = (amount: number) => (amount / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))
  return csvDownload(
    event,
    `statement-${month}`,
    columns.map((column) => t(`record.billing.line.${column}`)),
    async (cursor) => {
      const page = await readStatement(event, { from: Number(cursor ?? 0), limit: 500 })
      return { ...page, nextCursor: page.next === null ? null : String(page.next) }
    },
    ({ lines }) =>
      lines.map((line) => [
        ...[new Date(line.at).toISOString(), line.offer, t(`record.billing.line.${line.kind}`)],
        ...[new Date(line.until).toISOString(), String(line.seats), decimal(line.unitPrice)],
        ...[String(line.days), String(line.termDays), decimal(line.amount), currency],
      ]),
  )
}
