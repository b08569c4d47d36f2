import { z } from 'zod'
import { emailAddress, oneLine } from '../identity/account.ts'

export const requireSecondFactorInput = z.object({ required: z.boolean() })

/** Where a partner's own directory is. Whether the address may be asked is decided where it is asked. */
export const partnerDirectoryInput = z.object({
  issuer: oneLine(500).refine((text) => URL.canParse(text), 'not a web address'),
  clientId: oneLine(200),
  /** Empty keeps the one that is known already: it is never shown again. */
  clientSecret: z.union([z.literal(''), oneLine(500)]),
})

export const switchDirectoryInput = z.object({ on: z.boolean() })

export const directoryStartInput = z.object({ email: emailAddress })

/** What came back from a directory: the state that this browser left with, and the query of the address. */
export const directoryFinishInput = z.object({
  state: z.string().max(200),
  query: z.string().max(8000),
})
