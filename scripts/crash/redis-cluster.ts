import { openBackend } from '@entente/queue/backend'
import { openQueues } from '@entente/queue/bull'
import { openRedis } from '@entente/queue/redis'
import { freePort } from '@entente/testkit/ports'
import { startRedis } from '@entente/testkit/redis'
import { waitFor } from '@entente/testkit/wait'

const nodes = 3
const slots = 16_384
const ignore = () => undefined

export type RedisCluster = {
  url: string
  /** How many jobs wait or run. */
  jobs: () => Promise<number>
  stop: () => Promise<void>
}

async function startNode() {
  const busPort = await freePort()
  const server = await startRedis({ cluster: true, settings: { 'cluster-port': String(busPort) } })
  return { busPort, server, node: openRedis({ url: server.url, onError: ignore, whileDown: 'fail' }) }
}

/** Starts three nodes that share the slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const started = await Promise.all(Array.from({ length: nodes }, startNode))
  for (const [index, { node }] of started.entries()) {
    const from = Math.ceil((slots * index) / nodes)
    await node.call('CLUSTER', 'ADDSLOTSRANGE', from, Math.ceil((slots * (index + 1)) / nodes) - 1)
    for (const { server, busPort } of started)
      await node.call('CLUSTER', 'MEET', '127.0.0.1', server.port, busPort)
  }
  for (const { node } of started)
    await waitFor(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'), {
      timeoutMs: 30_000,
      what: 'the Redis cluster',
    })
  const url = `${started[0]?.server.url}?cluster=true`
  const backend = openBackend({ kind: 'redis', url, cloud: 'global', onError: ignore })
  const queues = openQueues(backend, ignore)
  return {
    url,
    async jobs() {
      const counts = Object.values(await queues.counts())
      return counts.reduce((sum, { waiting, active, delayed }) => sum + waiting + active + delayed, 0)
    },
    async stop() {
      await queues.close()
      await backend.close()
      for (const { node, server } of started) {
        node.disconnect()
        await server.stop()
      }
    },
  }
}
