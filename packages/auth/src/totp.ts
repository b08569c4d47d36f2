import { Secret, TOTP } from 'otpauth'

/** 160 bits, as RFC 4226 asks for. */
const secretBytes = 20
const period = 30
const digits = 6
/** Codes of the step before and after are accepted too: clocks differ, and people type slowly. */
const window = 1

export const newTotpSecret = (): Uint8Array => new Secret({ size: secretBytes }).bytes

/** The secret as a person types it into an application. */
export const base32Of = (secret: Uint8Array): string => secretOf(secret).base32

export const base32Bytes = (text: string): Uint8Array => Secret.fromBase32(text).bytes

/** The URI in the QR code: `otpauth://totp/…`. */
export const totpUri = (secret: Uint8Array, names: { issuer: string; label: string }): string =>
  totpOf(secret, names).toString()

/** The code at a moment. */
export const totpCode = (secret: Uint8Array, at: Date): string =>
  totpOf(secret).generate({ timestamp: at.getTime() })

/**
 * The time step that a code belongs to, or undefined when it is not valid now. Callers store the step, so that a code
 * works once.
 */
export function totpStep(secret: Uint8Array, code: string, now: Date): number | undefined {
  const totp = totpOf(secret)
  const timestamp = now.getTime()
  const delta = totp.validate({ token: code, timestamp, window })
  return delta === null ? undefined : totp.counter({ timestamp }) + delta
}

const secretOf = (bytes: Uint8Array) => new Secret({ buffer: Uint8Array.from(bytes).buffer })

const totpOf = (secret: Uint8Array, names: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...names, algorithm: 'SHA1', digits, period, secret: secretOf(secret) })
