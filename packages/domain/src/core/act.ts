/** An act: the record that began it, and those that follow from it. */
export type Act<Entry> = Entry & { others: Entry[] }

/** Records of one request or run, newest first, are one act. It stands where its newest record does. */
export function groupActs<Entry extends { requestId: string }>(records: readonly Entry[]): Act<Entry>[] {
  return [...Map.groupBy(records, ({ requestId }) => requestId).values()].flatMap((rows) => {
    const [cause, ...others] = rows.toReversed()
    return cause ? [{ ...cause, others }] : []
  })
}
