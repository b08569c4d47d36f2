import { z } from 'zod'
import { countryCode } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { withoutMarksAround } from '../core/typed-text.ts'
import { type PasswordOwner, whyGuessable } from './password.ts'

/** Control characters, line and paragraph separators, and marks that reorder the text around them. */
const unsafeInLine = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * A text of 1 to `max` UTF-16 units on one line: trimmed, in NFC. It reaches mail headers and other people's pages,
 * so control characters, separators and bidirectional overrides are refused, not removed (S10).
 */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1)
    .max(max)
    .refine(
      (text) => !unsafeInLine.test(text) && visible.test(text) && text.isWellFormed(),
      'not a line of text',
    )

/**
 * An e-mail address, lower-cased, the domain in its ASCII form, at most 254 characters. Spaces and invisible marks
 * around it are dropped, and the @ may be a full-width one; any other space or mark, a line break, a control character or a part that is not ASCII before the @ is refused: two
 * spellings that look alike must neither be two accounts nor become one account through lower-casing (S8).
 */
export const emailAddress = z
  .string()
  .max(1000)
  .transform((text, context) => {
    const address = canonicalAddress(withoutMarksAround(text).replace('＠', '@'))
    if (address) return address
    context.issues.push({ code: 'custom', input: text, message: 'not an e-mail address' })
    return z.NEVER
  })

export const passwordLengthMax = 200

/**
 * A password as it is hashed and compared: NFKC, so that it is the same from every keyboard. Half a surrogate pair has
 * no bytes to hash (S24).
 */
export const password = z
  .string()
  .min(1)
  .max(passwordLengthMax)
  .refine((text) => text.isWellFormed(), 'not text')
  .normalize('NFKC')

export const signIn = z.object({ email: emailAddress, password })

/**
 * A customer's sign-up. It asks for no password: the address is not proven yet, so it may be a stranger's. The invitation,
 * when there is one, is the token of the link that the person came from.
 */
export const signUp = z.object({
  organisation: oneLine(200),
  country: countryCode,
  name: oneLine(200),
  email: emailAddress,
  invitation: z.string().max(200).optional(),
})

/** What the holder of a sign-up's link gives: the password, and whatever the sign-up said wrongly. */
export const confirmSignUp = signUp
  .pick({ organisation: true, country: true, name: true })
  .extend({ password })

/** The part after the @. It need not belong to the organisation: web-mail domains do not. */
export const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1)

/** A domain of e-mail addresses, in its canonical spelling however the operator types it. */
export const mailDomain = z
  .string()
  .max(300)
  .transform((text, context) => {
    const domain = withoutMarksAround(text.trim()).replace(/^@/, '').replace(/\.+$/, '')
    const address = emailAddress.safeParse(`anybody@${domain}`)
    if (address.success && domain.includes('.')) return domainOf(address.data)
    context.issues.push({ code: 'custom', input: text, message: 'not a domain' })
    return z.NEVER
  })

export type AccountRefusal =
  | { code: 'not_signed_in' }
  | { code: 'wrong_credentials' }
  | { code: 'account_not_active' }
  /** The temporary password was used already, or has expired. */
  | { code: 'temporary_password_over' }
  | { code: 'email_in_use' }
  | WeakPassword
  | { code: 'password_unchanged' }
  | { code: 'one_time_link_unknown' }
  | { code: 'one_time_link_spent' }

export type WeakPassword = { code: 'password_too_weak'; reason: 'short' | 'common' | 'personal' }

const passwordLengthMin = 12

/**
 * Whether a new password may be used: at least 12 characters, not built around the person's own names, and more than a
 * common word in digits and signs. `isListed` answers for a word in lower case whether it is among the most common
 * passwords; the list is too big for a browser. No rule asks for kinds of characters: such rules make passwords worse.
 */
export function checkPassword(
  candidate: string,
  owner: PasswordOwner,
  isListed: (word: string) => boolean,
): Result<string, WeakPassword> {
  if ([...candidate].length < passwordLengthMin) return refuse({ code: 'password_too_weak', reason: 'short' })
  const reason = whyGuessable(candidate, owner, isListed)
  return reason ? refuse({ code: 'password_too_weak', reason }) : ok(candidate)
}

function canonicalAddress(text: string): string | undefined {
  const match = /^([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)@([\p{L}\p{M}\p{N}.-]+)$/u.exec(text)
  const [, local = '', domainText = ''] = match ?? []
  const domain = URL.parse(`http://${domainText}`)?.hostname ?? ''
  const isDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(
    domain,
  )
  const address = `${local.toLowerCase()}@${domain}`
  return isDomain && local.length <= 64 && address.length <= 254 ? address : undefined
}
