import { isIP } from 'node:net'

/** Where one visitor is: an IPv4 address, or the /64 of an IPv6 address, because one connection has all of it. */
export const hostOf = (address: string): string => (isIP(address) === 6 ? prefix64(address) : address)

/** The network whose visitors are counted together: the /24 of an IPv4 address, the /64 of an IPv6 address. */
export const networkOf = (address: string): string =>
  isIP(address) === 4 ? `${address.slice(0, address.lastIndexOf('.'))}.0/24` : hostOf(address)

function prefix64(address: string): string {
  // In its shortest form, without an IPv4 address inside; an address with a zone is no URL.
  const short = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1)
  if (!short) return address
  const [head = [], tail = []] = short.split('::').map((side) => side.split(':').filter(Boolean))
  const zeros = Array(8 - head.length - tail.length).fill('0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
