import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export type Ring = { newest: string; keys: ReadonlyMap<string, Buffer> }

/**
 * The instance's secret keys, kept outside the database, so that a copy of the database opens nothing. The newest key
 * of a ring signs, the others verify.
 */
export type Keyring = { link: Ring; session: Ring; data: Ring }

const ring = z
  .array(z.object({ kid: z.string().regex(/^[a-z0-9]{1,16}$/), key: z.base64() }))
  .min(1)
  .transform((entries, context): Ring => {
    const keys = new Map(entries.map(({ kid, key }) => [kid, Buffer.from(key, 'base64')]))
    if (keys.size !== entries.length) context.addIssue('names one kid twice')
    for (const [kid, key] of keys)
      if (key.length < 32) context.addIssue(`key ${kid} is shorter than 32 bytes`)
    return { newest: entries.at(-1)?.kid ?? '', keys }
  })

const rings = z.object({ link: ring, session: ring, data: ring })

/** Reads the keys file; throws an error that says what is wrong with it and never holds a key. */
export function readKeyring(path: string): Keyring {
  const parsed = rings.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`The keys file ${path} is not valid: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Writes a keys file with fresh 256-bit keys, readable by its owner alone; throws when the file exists. */
export function createKeyring(path: string): void {
  const fresh = () => [{ kid: `k${Date.now().toString(36)}`, key: randomBytes(32).toString('base64') }]
  const content = JSON.stringify({ link: fresh(), session: fresh(), data: fresh() }, null, 2)
  writeFileSync(path, `${content}\n`, { mode: 0o600, flag: 'wx' })
}

/**
 * The keys that the database uses and the ring lacks. A process must not start without them: links in use and sealed
 * secrets would be dead.
 */
export const missingKeys = (ringOf: Ring, kids: string[]): string[] =>
  kids.filter((kid) => !ringOf.keys.has(kid))
