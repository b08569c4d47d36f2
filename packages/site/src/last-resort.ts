/** Headers for responses that set none: such a page runs no script, and its few style attributes are ours. */
export const headersOfLastResort = {
  'content-security-policy':
    "default-src 'none'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const
