import { z } from 'zod'

/** What people type or paste into a search: a whole name fits. A PostgreSQL text cannot hold U+0000. */
export const searchText = z
  .string()
  .overwrite((text) => text.replaceAll('\0', '').trim())
  .max(200)
