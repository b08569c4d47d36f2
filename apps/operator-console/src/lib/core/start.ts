/** The first page after signing in: every operator may open it. */
export const start = '/overview'
