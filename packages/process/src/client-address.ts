import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

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
 * not one of them. The visitor can forge every hop before it.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string {
  const peer = plain(request.socket.remoteAddress ?? '')
  if (!isTrusted(peer, trusted)) return peer
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => plain(hop.trim()))
    .filter((hop) => isIP(hop))
  return hops.findLast((hop) => !isTrusted(hop, trusted)) ?? hops[0] ?? peer
}

// A dual-stack socket reports IPv4 peers as ::ffff:192.0.2.7.
const plain = (address: string) => (address.startsWith('::ffff:') ? address.slice(7) : address)

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address)
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
