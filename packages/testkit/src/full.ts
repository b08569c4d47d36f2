// How much a test tries: a little in every run, and the sizes of the targets in `npm run test:full`.

/** The sizes that the targets name; they take hours. */
export const isFull = Boolean(process.env.FULL)

// FULL_SHARE=0.01 tries a hundredth of them, to check that the long runs work, and how fast.
const share = Number(process.env.FULL_SHARE || 1)
if (!(share > 0 && share <= 1)) throw new Error('FULL_SHARE is a share of the whole, such as FULL_SHARE=0.01')

/** The everyday size, or the requested share of the full one. */
export const sized = (everyDay: number, full: number): number =>
  isFull ? Math.max(everyDay, Math.round(full * share)) : everyDay
