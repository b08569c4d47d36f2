import { addFigures, type DeliveryFigures } from '@entente/domain/mail/delivery-figures'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

type Row = DeliveryFigures & { name: string }

const sumOf = (name: string, rows: readonly DeliveryFigures[]): Row => ({ name, ...addFigures(rows) })

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { at, queues, days, deliveries } = await event.locals.api.operatorQueues.get.query()
  const day = days.find((known) => known === event.url.searchParams.get('day'))
  const shown = deliveries.filter((row) => day === undefined || row.day === day)
  const kinds = [...Map.groupBy(shown, ({ kind }) => kind)]
  return {
    ...{ at, queues, day },
    perDay: days.map((name) =>
      sumOf(
        name,
        deliveries.filter((row) => row.day === name),
      ),
    ),
    perKind: kinds.map(([kind, rows]) => sumOf(kind, rows)).sort((a, b) => b.all - a.all),
  }
}
