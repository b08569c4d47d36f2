/** Who a site, an account and a session belong to. They never mix: an account has exactly one audience. */
export const audiences = ['partner', 'customer', 'operator'] as const
export type Audience = (typeof audiences)[number]
