import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

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
 * Resolves a name for a connection. The address that is checked is the one that is connected to, so a name that changes
 * its address in between (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const [first] = addresses
    const isOpen = first && addresses.every(({ address }) => isPublicAddress(address))
    if (!isOpen) return callback(new ForbiddenAddress(hostname), '')
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })

type Options = {
  method?: string
  headers?: Record<string, string>
  body?: string | undefined
  signal?: AbortSignal
}

/**
 * Fetches from a server that an outsider named: never from our own network, never through a redirect, never more than a
 * megabyte. Rejects with `ForbiddenAddress` or the error of the connection.
 */
export function guardedFetch({ allowLocal }: { allowLocal: boolean }) {
  return (
    address: string,
    { method = 'GET', headers = {}, body, signal }: Options = {},
  ): Promise<Response> => {
    const url = new URL(address)
    if (!mayAsk(url, { allowLocal })) return Promise.reject(new ForbiddenAddress(url.hostname))
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolve, reject) => {
      const request = send(url, {
        ...{ method, headers, signal, agent: false },
        ...(!allowLocal && { lookup: publicLookup }),
      })
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
}
