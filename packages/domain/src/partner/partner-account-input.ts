import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { asWebAddress } from '../core/typed-text.ts'
import { emailAddress, oneLine } from '../identity/account.ts'
import { directoryAnswerInput } from '../identity/sign-in-directory.ts'

/**
 * A partner's sign-in directory. The directory client decides whether it may call the address. Many copy the address of the
 * configuration, which begins with the issuer.
 */
export const partnerDirectoryInput = z.object({
  issuer: z
    .string()
    .overwrite((text) => asWebAddress(text).replace(/\/\.well-known\/openid-configuration\/?$/, ''))
    .pipe(oneLine(500).refine((text) => URL.canParse(text), 'not a web address')),
  clientId: oneLine(200),
  /** An empty text keeps the stored secret, because a stored secret is never shown again. */
  clientSecret: z
    .string()
    .max(500)
    .pipe(z.union([z.literal(''), oneLine(500)])),
})

export const declareAddressesInput = z.object({ verified: z.boolean() })
export const switchDirectoryInput = z.object({ on: z.boolean() })

/** Which directory to sign in at: that of an address's domain, or the one that a direct address names. */
export const directoryOfEmailInput = z.object({ email: emailAddress })
export const directoryStartInput = z.union([
  directoryOfEmailInput,
  z.object({ organisationId: idOf<'organisation'>() }),
])

/**
 * What came back from a sign-in directory: the state that this browser left with, the address's query, and the company
 * that the redirect address names. The shared redirect address names none.
 */
export const directoryFinishInput = directoryAnswerInput.extend({
  organisationId: idOf<'organisation'>().optional(),
})
