import { blockOf } from '@entente/process/network'

/** The network whose visitors are counted together: the /24 of an IPv4 address, the /64 of an IPv6 address. */
export const networkOf = (address: string): string => blockOf(address, 24, 64)
