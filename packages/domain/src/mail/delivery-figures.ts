/** How many of some mails came to what. A mail counts once in `all`, and in every other figure that is true of it. */
export type DeliveryFigures = {
  all: number
  sent: number
  delivered: number
  /** It took long until it was sent, or it still waits. */
  delayed: number
  bounced: number
  complained: number
  /** Never sent, or returned, refused or complained about. */
  failed: number
}

/** A mail that is not sent after so many minutes is delayed. */
export const delayedMinutes = 5
/** The days that the console shows, today among them. */
export const deliveryDays = 7

const none: DeliveryFigures = {
  ...{ all: 0, sent: 0, delivered: 0, delayed: 0 },
  ...{ bounced: 0, complained: 0, failed: 0 },
}

export const addFigures = (rows: readonly DeliveryFigures[]): DeliveryFigures =>
  rows.reduce(
    (sum, row) => ({
      all: sum.all + row.all,
      sent: sum.sent + row.sent,
      delivered: sum.delivered + row.delivered,
      delayed: sum.delayed + row.delayed,
      bounced: sum.bounced + row.bounced,
      complained: sum.complained + row.complained,
      failed: sum.failed + row.failed,
    }),
    none,
  )

/** The share of mails that failed, from 0 to 1; of no mails, none failed. */
export const failedShare = ({ all, failed }: Pick<DeliveryFigures, 'all' | 'failed'>): number =>
  all === 0 ? 0 : failed / all

/** The last days as ISO dates in UTC, the newest first. */
export const lastDays = (now: Date): string[] =>
  Array.from({ length: deliveryDays }, (_, ago) =>
    new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10),
  )
