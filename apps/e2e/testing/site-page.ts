import type { Person, Side } from './world.ts'

/** A page of a site that checks open, and who opens it. */
export type SitePage = { name: string; side: Side; path: string; as?: Person }

export const pageOn =
  (side: Side) =>
  (name: string, path: string, as?: Person): SitePage => ({ name, side, path, ...(as && { as }) })
