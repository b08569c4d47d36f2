/** What the request log can be narrowed to, and Home counts: what somebody may want to act on. */
export const requestFilters = ['undelivered', 'unanswered', 'declined'] as const
export type RequestFilter = (typeof requestFilters)[number]

/** How many days Home and the log's filters look back, and when a request counts as unanswered. */
export const requestDays = { news: 30, unansweredAfter: 7, unansweredUntil: 90 } as const
