import { hash, verify } from '@node-rs/argon2'

// OWASP's parameters for Argon2id: 19 MiB, two passes, one lane; 11 to 19 ms on the machines we measured.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, parameters)

let decoy: Promise<string> | undefined

/** Checks a password. An unknown account takes the same time, so that it cannot be told from a known one (S14). */
export async function checkPasswordHash(storedHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(storedHash ?? (await decoy), password)
  return storedHash !== undefined && matches
}
