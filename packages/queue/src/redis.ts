import { Cluster, Redis } from 'ioredis'

export type RedisClient = Redis | Cluster

export type RedisOptions = {
  /** `redis://` or `rediss://` (TLS); with `?cluster=true` it names one node of a cluster, which knows the others. */
  url: string
  /** Called when a connection is lost; the client replaces it by itself. */
  onError: (error: Error) => void
  /** Whether a command fails within seconds while the server is down, or waits until it is back. */
  whileDown: 'fail' | 'wait'
}

/** A connection to Redis or Valkey, which larger instances use for queues and rate limits. */
export function openRedis({ url, onError, whileDown }: RedisOptions): RedisClient {
  const address = new URL(url)
  const isCluster = address.searchParams.get('cluster') === 'true'
  address.search = ''
  const options = {
    connectTimeout: 5000,
    ...(whileDown === 'wait'
      ? { maxRetriesPerRequest: null }
      : { maxRetriesPerRequest: 2, commandTimeout: 5000 }),
  }
  const client = isCluster
    ? new Cluster([address.href], { redisOptions: { ...options, ...credentialsOf(address) } })
    : new Redis(address.href, options)
  // Without a listener the client writes each lost connection to the console.
  client.on('error', onError)
  return client
}

// The other nodes of a cluster are reached at the addresses that the first one reports, with the same credentials.
const credentialsOf = ({ protocol, username, password }: URL) => ({
  ...(username && { username: decodeURIComponent(username) }),
  ...(password && { password: decodeURIComponent(password) }),
  ...(protocol === 'rediss:' && { tls: {} }),
})
