import { z } from 'zod'
import { compactCode } from '../core/typed-text.ts'

/** What a person types as their second factor: the six digits that an application shows, or a recovery code. */
export type FactorCode = { kind: 'totp' | 'recovery'; code: string }

/** Whether everybody at a company needs a second factor. */
export const requireSecondFactorInput = z.object({ required: z.boolean() })

export const factorCode = z
  .string()
  .max(200)
  .transform((text, context): FactorCode => {
    const code = compactCode(text)
    if (/^\d{6}$/.test(code)) return { kind: 'totp', code }
    if (/^[a-z2-7]{16}$/.test(code)) return { kind: 'recovery', code }
    context.issues.push({ code: 'custom', input: text, message: 'not a code' })
    return z.NEVER
  })

/** What a person confirms with that it is them: a code, the password, or the operators' directory. */
export type ConfirmMethod = 'password' | 'second_factor' | 'directory'

export type SecondFactorRefusal =
  | { code: 'wrong_code' }
  | { code: 'step_up_required'; method: ConfirmMethod }
  /** Operators cannot turn their second factor off. */
  | { code: 'second_factor_mandatory' }
  /** The company requires a second factor, and this account has none. */
  | { code: 'second_factor_required' }
  /** A session that a company's directory opened is good for that company only. */
  | { code: 'password_sign_in_required' }
  | { code: 'second_factor_missing' }
  /** An admin requires of everybody what they have not set up themselves. */
  | { code: 'own_second_factor_missing' }
