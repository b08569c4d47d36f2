import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { readAddress } from './network.ts'

/** Parses the proxies whose forwarding headers we trust: IP addresses or networks (`10.0.0.0/8`). Else throws. */
export function trustedProxies(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of addresses) {
    const [address = '', prefix] = text.split('/')
    const family = isIP(address)
    if (!family)
      throw new Error(`TRUSTED_PROXIES: "${text}" is no address or network (for example 10.0.0.0/8)`)
    const type = family === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(prefix), type)
  }
  return list
}

/**
 * The visitor's IP address: that of the socket or, behind trusted proxies, the last hop of X-Forwarded-For that is
 * not one of them. The visitor can forge every hop before it, so an unreadable hop ends the search: then the peer counts.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string {
  const peer = readAddress(request.socket.remoteAddress ?? '')
  if (peer === undefined || !isTrusted(peer, trusted)) return peer ?? ''
  const header = String(request.headers['x-forwarded-for'] ?? '').trim()
  if (header === '') return peer
  const hops = header.split(',').map((hop) => readAddress(hop.trim()))
  const last = hops.findLastIndex((hop) => hop === undefined || !isTrusted(hop, trusted))
  return hops[Math.max(last, 0)] ?? peer
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
