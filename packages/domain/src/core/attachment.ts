import { z } from 'zod'

export const documentBytesMax = 5 * 1024 * 1024

/** The types that an upload may have, told by its first bytes and not by its name. */
export const documentTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const

/** Base64; a little more than the limit passes so that the refusal can say what is wrong. */
export const documentContent = z.string().max(Math.ceil((documentBytesMax * 4) / 3) + 100_000)

export type DocumentRefusal = {
  code: 'document_refused'
  reason: 'empty' | 'too_large' | 'type' | 'too_many'
}
