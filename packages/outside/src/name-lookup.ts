import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { isIP, type LookupFunction } from 'node:net'

const hostsFile = '/etc/hosts'
// One name server that stays silent costs 2.1 seconds, which leaves a request of three its own sentence.
const patience = { timeout: 700, tries: 2 }

type Options = {
  /** Ends the look-up with the request that it is for. */
  signal?: AbortSignal | undefined
  /** Asked instead of the system's: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`. */
  nameServers?: readonly string[] | undefined
}

/**
 * The addresses of a host that an outsider named. The system's look-up runs in the four threads that the whole process
 * shares, two at a time, and cannot be cancelled: some silent name servers there hold up every other look-up and the
 * check of passwords. This one asks the hosts file and then the name servers over sockets of its own. It uses neither
 * search domains nor the other sources of nsswitch.conf: the name is a full one.
 */
async function addressesOf(
  hostname: string,
  { signal, nameServers }: Options,
): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...more] = await listedIn(hostsFile, hostname.replace(/\.$/, '').toLowerCase())
  if (first) return [first, ...more]
  signal?.throwIfAborted()
  // A resolver for each look-up: cancelling ends no other one, and a change of resolv.conf is seen.
  const resolver = new Resolver(patience)
  if (nameServers?.length) resolver.setServers(nameServers)
  const cancel = () => resolver.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    const [found, ...others] = [four, six].flatMap((answer) =>
      answer.status === 'fulfilled' ? answer.value : [],
    )
    if (found !== undefined) return [asAddress(found), ...others.map(asAddress)]
    throw four.status === 'rejected' ? four.reason : new Error('The name has no address.')
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

const asAddress = (address: string): LookupAddress => ({ address, family: isIP(address) })

/** What the hosts file says about a name. On machines that are run by hand it is how names get their addresses. */
async function listedIn(file: string, hostname: string): Promise<LookupAddress[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return isIP(address) && names.some((name) => name.toLowerCase() === hostname) ? asAddress(address) : []
  })
}

/** `addressesOf` for a connection; `check` throws for addresses that it must not be made to. */
export const lookupWith =
  (options: Options, check: (hostname: string, addresses: LookupAddress[]) => void = () => undefined) =>
  (...[hostname, { all }, callback]: Parameters<LookupFunction>): void => {
    void addressesOf(hostname, options)
      .then((addresses) => {
        check(hostname, addresses)
        const [first] = addresses
        return () => (all ? callback(null, addresses) : callback(null, first.address, first.family))
      })
      .catch((error: NodeJS.ErrnoException) => () => callback(error, ''))
      .then((answer) => answer())
  }
