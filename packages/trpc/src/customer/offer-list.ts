import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { listOffers, saveOffers } from '@entente/db/customer/offers'
import {
  neededOfferColumns,
  type OfferFault,
  offerColumns,
  offerListInput,
  offerListLimits,
  type PriceListInput,
  priceListInput,
  readOffers,
} from '@entente/domain/customer/offer'
import type { Context } from '../core/context.ts'
import { readCsv, requireConfirmed } from '../core/csv.ts'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

/** The price list of the cloud's catalogue, which the operator imports (§4.10). */
export const offerList = t.router({
  list: operatorQuery('offers.view')
    .input(offerListInput)
    .query(({ ctx: { db }, input }) => listOffers(db, input)),

  /** Replaces the price list, or names what is wrong with the file and changes nothing. */
  import: operatorMutation('offers.import', { fresh: true })
    .input(priceListInput)
    .prepare(({ ctx, input }) => readPriceList(ctx, input))
    .mutation(async ({ ctx, prepared: { offers, faults } }) => {
      const named = faults.slice(0, 200)
      if (faults.length > 0) return { offers: 0, withdrawn: 0, refused: faults.length, faults: named }
      const { withdrawn } = await saveOffers(ctx.db, offers, ctx.now)
      const payload = { offers: offers.length, withdrawn }
      const entry = { organisationId: instanceChain, action: 'offer_list.imported' as const, payload }
      await insertAudit(ctx.db, actorOf(ctx), [entry], ctx.now)
      return { ...payload, refused: 0, faults: named }
    }),
})

async function readPriceList({ cloud }: Pick<Context, 'cloud'>, { file, encoding, seen }: PriceListInput) {
  const bytes = Buffer.from(file, 'base64')
  const table = await readCsv(bytes, { rowsMax: offerListLimits.rows, chosen: encoding })
  const faulty = (fault: OfferFault) => ({ offers: [], faults: [fault] })
  if (!table.ok) return faulty({ row: 0, column: null, fault: table.refusal })
  const { head, rows } = table.value
  const known: readonly string[] = offerColumns
  const missing = neededOfferColumns.find((name) => !head.includes(name))
  if (missing) return faulty({ row: 0, column: missing, fault: 'missing' })
  if (head.some((name, at) => !known.includes(name) || head.indexOf(name) !== at))
    return faulty({ row: 0, column: null, fault: 'unknown_column' })
  requireConfirmed(table.value, bytes, { seen, secrets: [] })
  const wide = rows.find(({ fields }) => fields.length > head.length)
  if (wide) return faulty({ row: wide.row, column: null, fault: 'too_many_fields' })
  const named = rows.map(({ row, fields }) => ({
    row,
    fields: Object.fromEntries(head.map((name, at) => [name, fields[at] ?? ''])),
  }))
  if (named.length === 0) return faulty({ row: 0, column: null, fault: 'no_rows' })
  return readOffers(named, cloud)
}
