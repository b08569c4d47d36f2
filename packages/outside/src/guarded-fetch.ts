import type { LookupAddress } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { lookupWith } from './name-lookup.ts'

const bytesMax = 1024 * 1024

/** Thrown for an address that an outsider must not make this process call, such as one of its own network. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
}

const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(network, bits, 'ipv4')
// Of IPv6 only the public range is open, without the parts that lead back into IPv4.
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  closed.addSubnet(network, bits, 'ipv6')

/** Whether an address belongs to the public internet. */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 4) return !closed.check(address, 'ipv4')
  return isIP(address) === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** Whether a URL may be called: https to a public host. With `allowLocal` any host, and this machine even over http. */
export function mayAsk(url: URL, { allowLocal }: { allowLocal: boolean }): boolean {
  if (url.username || url.password) return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (allowLocal) return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(host))
  return url.protocol === 'https:' && (isIP(host) === 0 ? host.includes('.') : isPublicAddress(host))
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host)

/**
 * Refuses a host with an address that is not public. It checks the addresses that are connected to, so a name that changes
 * its address in between (DNS rebinding) gains nothing.
 */
export function refusePrivate(hostname: string, addresses: readonly LookupAddress[]): void {
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw new ForbiddenAddress(hostname)
}

type Options = {
  method?: string
  headers?: Record<string, string>
  body?: string | undefined
  signal?: AbortSignal
}

export type Fetch = (address: string | URL, options?: Options) => Promise<Response>

/** Where names are looked up; without name servers at the system's. */
type Names = { nameServers?: readonly string[] | undefined }

/**
 * Fetches from a server that an outsider named: never from our own network. Rejects with `ForbiddenAddress` or as
 * `boundedFetch` does.
 */
export const guardedFetch =
  ({ allowLocal, nameServers }: { allowLocal: boolean } & Names): Fetch =>
  async (address, options = {}) => {
    const url = new URL(address)
    if (!mayAsk(url, { allowLocal })) throw new ForbiddenAddress(url.hostname)
    const names = { nameServers, signal: options.signal }
    return fetchOnce(url, options, allowLocal ? lookupWith(names) : lookupWith(names, refusePrivate))
  }

/**
 * Fetches from another server: never through a redirect, never more than a megabyte, and with a look-up that holds up
 * nothing else. Rejects with the error of the connection.
 */
export const boundedFetch =
  ({ nameServers }: Names): Fetch =>
  (address, options = {}) =>
    fetchOnce(new URL(address), options, lookupWith({ nameServers, signal: options.signal }))

function fetchOnce(
  url: URL,
  { method = 'GET', headers = {}, body, signal }: Options,
  lookup: LookupFunction,
): Promise<Response> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, signal, agent: false, lookup })
    request.on('error', reject)
    request.on('response', (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('error', reject)
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bytesMax) request.destroy(new Error('The answer is too large.'))
        else chunks.push(chunk)
      })
      answer.on('end', () => {
        const status = answer.statusCode ?? 502
        // `Response` cannot carry these; thrown in this handler, its error would end the process.
        if (status === 205 || status > 599) return reject(new Error(`The status ${status} cannot be read.`))
        const isEmpty = status === 204 || status === 304
        const given = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
          (values ?? []).map((value): [string, string] => [name, value]),
        )
        resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: given }))
      })
    })
    request.end(body)
  })
}
