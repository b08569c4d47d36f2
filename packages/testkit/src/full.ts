// How much a test tries: little every time, and what the targets name in `npm run test:full`.

/** The sizes that the targets name; they take hours. */
export const isFull = Boolean(process.env.FULL)

// FULL_SHARE=0.01 tries a hundredth of them, to see that the long runs run, and how fast.
const share = Number(process.env.FULL_SHARE || 1)
if (!(share > 0 && share <= 1)) throw new Error('FULL_SHARE is a share of the whole, such as FULL_SHARE=0.01')

/** A size for every day, or the share of a large one that is asked for. */
export const sized = (everyDay: number, full: number): number =>
  isFull ? Math.max(everyDay, Math.round(full * share)) : everyDay
