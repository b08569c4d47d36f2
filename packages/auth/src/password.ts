import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordHash } from '@entente/domain/core/cloud'
import { hash, verify } from '@node-rs/argon2'

// OWASP's parameters for Argon2id: 19 MiB, two passes, one lane; 11 to 19 ms on the machines we measured.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const argon2idName = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`
const argon2id: PasswordHash = { algorithm: 'argon2id' }

/**
 * Hashes a password by the cloud's rule, `cloud.passwordHash`. The hash names its algorithm and parameters, so that it
 * can be checked whatever the rule is by then. Only tests leave the rule out.
 */
export const hashPassword = (password: string, rule: PasswordHash = argon2id): Promise<string> =>
  rule.algorithm === 'argon2id' ? hash(password, parameters) : hashWithPbkdf2(password, rule.iterations)

const decoys = new Map<string, Promise<string>>()

/**
 * Checks a password. An unknown account takes the same time as one whose hash follows the cloud's rule, so that it cannot
 * be told from a known one (S14).
 */
export async function checkPasswordHash(
  storedHash: string | undefined,
  password: string,
  rule: PasswordHash = argon2id,
): Promise<boolean> {
  const decoy = decoys.get(rule.algorithm) ?? hashPassword('no account has this password', rule)
  decoys.set(rule.algorithm, decoy)
  const stored = storedHash ?? (await decoy)
  const matches = stored.startsWith(pbkdf2Name)
    ? await matchesPbkdf2(stored, password)
    : await verify(stored, password)
  return storedHash !== undefined && matches
}

/** Whether a stored hash follows another rule than the cloud's. The next sign-in, which has the password, replaces it. */
export const isOutdated = (storedHash: string, rule: PasswordHash): boolean =>
  !storedHash.startsWith(rule.algorithm === 'argon2id' ? argon2idName : `${pbkdf2Name}i=${rule.iterations}$`)

const derive = promisify(pbkdf2)
const pbkdf2Name = '$pbkdf2-sha256$'
const hashBytes = 32

async function hashWithPbkdf2(password: string, iterations: number): Promise<string> {
  const salt = randomBytes(16)
  const derived = await derive(password, salt, iterations, hashBytes, 'sha256')
  return `${pbkdf2Name}i=${iterations}$${unpadded(salt)}$${unpadded(derived)}`
}

async function matchesPbkdf2(stored: string, password: string): Promise<boolean> {
  const [, , parameter, salt, derived] = stored.split('$')
  const iterations = Number(/^i=(\d+)$/.exec(parameter ?? '')?.[1])
  if (!iterations || !salt || !derived)
    throw new Error('A stored password hash has a form that nothing writes.')
  const expected = Buffer.from(derived, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), iterations, hashBytes, 'sha256')
  return expected.length === hashBytes && timingSafeEqual(expected, given)
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
