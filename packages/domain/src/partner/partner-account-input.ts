import { z } from 'zod'
import { emailAddress, oneLine } from '../identity/account.ts'

/** A partner's sign-in directory. The directory client decides whether it may call the address. */
export const partnerDirectoryInput = z.object({
  issuer: oneLine(500).refine((text) => URL.canParse(text), 'not a web address'),
  clientId: oneLine(200),
  /** An empty text keeps the stored secret, because a stored secret is never shown again. */
  clientSecret: z.union([z.literal(''), oneLine(500)]),
})

export const switchDirectoryInput = z.object({ on: z.boolean() })

export const directoryStartInput = z.object({ email: emailAddress })

/** What came back from a sign-in directory: the state that this browser left with, and the address's query. */
export const directoryFinishInput = z.object({
  state: z.string().max(200),
  query: z.string().max(8000),
})
