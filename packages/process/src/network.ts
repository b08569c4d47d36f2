import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * Reads an address as sockets and proxies write it, with a port or without: `192.0.2.7:443`, `[2001:db8::7]:443`. Returns
 * its shortest form, of an IPv4 address inside an IPv6 one that of the former, or undefined for anything else.
 */
export function readAddress(text: string): string | undefined {
  const [, inBrackets, beforePort] = /^(?:\[(.+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? []
  // Without the zone, which is the name of an interface of ours. isIP is strict: ipaddr.js also reads 127.1 and 0x7f.
  const [bare = ''] = (inBrackets ?? beforePort ?? text).split('%')
  if (!isIP(bare)) return undefined
  const address = ipaddr.process(bare)
  // A translator in front of a network that has only IPv6: all of IPv4 would be one visitor.
  if (address.range() === 'rfc6052') return ipaddr.fromByteArray(address.toByteArray().slice(-4)).toString()
  return address.toString()
}

/** Where one visitor is: an IPv4 address, or the /64 of an IPv6 address, because one connection has all of it. */
export const hostOf = (address: string): string => blockOf(address, 32, 64)

/** The /48 of an IPv6 address: one customer of a provider may have all of it. Undefined for any other address. */
export const widerNetworkOf = (address: string): string | undefined =>
  isIP(readAddress(address) ?? '') === 6 ? blockOf(address, 32, 48) : undefined

/** The block of an address, of so many bits; what is no address is a block of its own. */
export function blockOf(address: string, bits4: number, bits6: number): string {
  const read = readAddress(address)
  if (read === undefined) return address
  if (isIP(read) === 6) return `${ipaddr.IPv6.networkAddressFromCIDR(`${read}/${bits6}`)}/${bits6}`
  return bits4 === 32 ? read : `${ipaddr.IPv4.networkAddressFromCIDR(`${read}/${bits4}`)}/${bits4}`
}
