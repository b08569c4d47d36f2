// What commands change in a keys file. A key is added before the newest one, so that every process knows it before the first
// one signs with it; then it is activated.
import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { freshKey, type Keyring, readKeyring, textOf } from './keyring.ts'

export const ringNames = ['link', 'session', 'data', 'audit'] as const satisfies (keyof Keyring)[]
export type RingName = (typeof ringNames)[number]

type Entry = { kid: string; key: string; divided?: true; activatedAt?: string }
type Content = Record<RingName, Entry[]>

/** Adds the rings that a keys file of an earlier release lacks; says whether it lacked any. Its keys stay as they are. */
export function completeKeyring(path: string): boolean {
  if (readKeyring(path).audit) return false
  write(path, { ...contentOf(path), audit: [freshKey()] })
  return true
}

/** Adds a key that verifies and does not sign yet; returns its id. */
export function addKey(path: string, ring: RingName): string {
  const content = contentOf(path)
  const entries = entriesOf(content, ring)
  const entry: Entry = ring === 'audit' ? freshKey() : { ...freshKey(), divided: true }
  write(path, { ...content, [ring]: [...entries.slice(0, -1), entry, ...entries.slice(-1)] })
  return entry.kid
}

/** Makes a key the newest of its ring: what is made from now on needs it. Returns the id of the one that signed before. */
export function activateKey(path: string, ring: RingName, kid: string, now: Date): string {
  const content = contentOf(path)
  const entries = entriesOf(content, ring)
  const before = entries.at(-1)?.kid ?? ''
  if (before === kid) throw new Error(`${kid} is already the newest key of the ring ${ring}.`)
  const entry = { ...entryOf(entries, ring, kid), activatedAt: now.toISOString() }
  write(path, { ...content, [ring]: [...entries.filter((one) => one.kid !== kid), entry] })
  return before
}

/** Throws unless the key is in the ring and another one signs. */
export function checkRetirable(path: string, ring: RingName, kid: string): void {
  const entries = entriesOf(contentOf(path), ring)
  entryOf(entries, ring, kid)
  if (entries.at(-1)?.kid === kid)
    throw new Error(`${kid} signs for the ring ${ring}. Add and activate another key first.`)
}

/** Removes a key that signs no more. */
export function removeKey(path: string, ring: RingName, kid: string): void {
  checkRetirable(path, ring, kid)
  const content = contentOf(path)
  write(path, { ...content, [ring]: entriesOf(content, ring).filter((one) => one.kid !== kid) })
}

function entryOf(entries: Entry[], ring: RingName, kid: string): Entry {
  const entry = entries.find((one) => one.kid === kid)
  if (entry) return entry
  throw new Error(`The ring ${ring} has no key ${kid}, only ${entries.map((one) => one.kid).join(', ')}.`)
}

function entriesOf(content: Content, ring: RingName): Entry[] {
  if (content[ring]) return content[ring]
  throw new Error(`The keys file lacks the ring ${ring}: run \`entente keys complete\` with its path.`)
}

function contentOf(path: string): Content {
  readKeyring(path) // says what is wrong with the file
  return JSON.parse(readFileSync(path, 'utf8'))
}

// A crash in between must leave the old file or the new one. The owner stays the one whom the processes run as.
function write(path: string, content: object): void {
  const { uid, gid } = statSync(path)
  const fresh = `${path}.new`
  writeFileSync(fresh, textOf(content), { mode: 0o600 })
  if (uid !== process.getuid?.()) chownSync(fresh, uid, gid)
  renameSync(fresh, path)
}
