const dayMs = 86_400_000

/** Whole days since a moment. */
export const daysSince = (moment: Date | string, now = new Date()): number =>
  Math.max(0, Math.floor((now.getTime() - new Date(moment).getTime()) / dayMs))
