import { Cluster, Redis } from 'ioredis'

export type RedisClient = Redis | Cluster

export type RedisOptions = {
  /** `redis://` or `rediss://` (TLS); with `?cluster=true` it names one node of a cluster, which tells of the others. */
  url: string
  /** Told of lost connections, which the client replaces by itself. */
  onError: (error: Error) => void
  /** Whether a command fails within seconds while the server is away, or waits until it is back. */
  whileAway: 'fail' | 'wait'
}

/** A connection to Redis or Valkey, which larger instances use for queues and rate limits (design 6, 11). */
export function openRedis({ url, onError, whileAway }: RedisOptions): RedisClient {
  const address = new URL(url)
  const isCluster = address.searchParams.get('cluster') === 'true'
  address.search = ''
  const options = {
    connectTimeout: 5000,
    ...(whileAway === 'wait'
      ? { maxRetriesPerRequest: null }
      : { maxRetriesPerRequest: 2, commandTimeout: 5000 }),
  }
  const client = isCluster
    ? new Cluster([address.href], { redisOptions: { ...options, ...credentialsOf(address) } })
    : new Redis(address.href, options)
  // Without a listener each lost connection would be written to the console.
  client.on('error', onError)
  return client
}

// A cluster's other nodes are reached by the addresses that the first one tells, with the same credentials.
const credentialsOf = ({ protocol, username, password }: URL) => ({
  ...(username && { username: decodeURIComponent(username) }),
  ...(password && { password: decodeURIComponent(password) }),
  ...(protocol === 'rediss:' && { tls: {} }),
})
