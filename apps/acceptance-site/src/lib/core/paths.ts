/** The sign-in page, which then leads to `path` on this site. */
export const signInPath = (path: string): string => `/sign-in?return=${encodeURIComponent(path)}`

/** The page where a person continues with an invitation after signing in. */
export const reviewPath = (token: string): string => `/invitation/${token}/review`

export const signUpPath = (token: string | undefined): string =>
  token ? `/sign-up?invitation=${encodeURIComponent(token)}` : '/sign-up'

/** The token of the invitation that a return path leads to, so that creating an account leads there too. */
export const invitationOf = (path: string): string | undefined => /^\/invitation\/([^/?]+)/.exec(path)?.[1]
