import { decodeBase64url, encodeBase64url } from '../core/base64url.ts'

/** The parts of a derived token. The mac is an HMAC-SHA-256, made and verified where the key ring is. */
export type LinkToken = { id: string; version: number; mac: Uint8Array }

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const macBytes = 32
/** A row's version is a PostgreSQL integer. */
const versionMax = 2 ** 31 - 1

/**
 * The form of a token in a path: `<uuid, 22 characters base64url>.<version, base36>.<mac, 43 characters base64url>`.
 * It names a row and nothing about a customer.
 * Throws on an id that is not a lower-case UUID, a version below 1 or a mac of another length: those are faults.
 */
export function formatLinkToken({ id, version, mac }: LinkToken): string {
  if (!uuid.test(id)) throw new Error(`Not a lower-case UUID: ${id}`)
  if (!isVersion(version)) throw new Error(`Not a link version: ${version}`)
  if (mac.length !== macBytes) throw new Error(`A mac has ${macBytes} bytes, not ${mac.length}`)
  return [encodeBase64url(uuidBytes(id)), version.toString(36), encodeBase64url(mac)].join('.')
}

/**
 * The parts of a token, or undefined when the text is not exactly what `formatLinkToken` makes of them. One token has
 * one spelling, so no altered character can be read as the same token (S12). The mac is not verified here.
 */
export function parseLinkToken(text: string): LinkToken | undefined {
  const match = /^([\w-]{22})\.([0-9a-z]{1,6})\.([\w-]{43})$/.exec(text)
  if (!match) return undefined
  const [, idText = '', versionText = '', macText = ''] = match
  const idBytes = decodeBase64url(idText)
  const mac = decodeBase64url(macText)
  const version = Number.parseInt(versionText, 36)
  if (!idBytes || !mac || !isVersion(version) || version.toString(36) !== versionText) return undefined
  return { id: uuidText(idBytes), version, mac }
}

const isVersion = (version: number) => Number.isInteger(version) && version >= 1 && version <= versionMax

function uuidBytes(id: string): Uint8Array {
  const hex = id.replaceAll('-', '')
  return Uint8Array.from({ length: 16 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
