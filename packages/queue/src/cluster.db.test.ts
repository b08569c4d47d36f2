import { newId } from '@entente/db/core/new-id'
import { findRedis, startRedis } from '@entente/testkit/redis'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { openBackend } from './backend.ts'
import { openQueues, startWorkers } from './bull.ts'
import { openRedis } from './redis.ts'

test.skipIf(!findRedis())(
  'queues run on a Redis cluster: all keys of a queue have one hash tag',
  async () => {
    const server = await startRedis({ cluster: true })
    const faults: Error[] = []
    const onError = (error: Error) => void faults.push(error)
    const node = openRedis({ url: server.url, onError, whileDown: 'fail' })
    await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    await waitFor(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
    const backend = openBackend({
      kind: 'redis',
      url: `${server.url}?cluster=true`,
      cloud: 'global',
      onError,
    })
    const queues = openQueues(backend, onError)
    const ids = [newId(), newId(), newId()]
    await queues.add([
      { id: ids[0] ?? '', name: 'mail.test', data: {}, createdAt: new Date() },
      { id: ids[1] ?? '', name: 'follow-up.test', data: {}, createdAt: new Date() },
      { id: ids[2] ?? '', name: 'customer.provision', data: {}, createdAt: new Date() },
    ])
    const ran: string[] = []
    const workers = startWorkers(backend, {
      concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
      run: async ({ id }) => void ran.push(id),
      onError,
    })
    await waitFor(() => ran.length === 3, { timeoutMs: 15_000, what: 'a job of each queue' })
    await workers.stop()
    await queues.close()
    await backend.close()
    node.disconnect()
    await server.stop()
    expect(ran.sort()).toEqual(ids.sort())
    expect(faults).toEqual([])
  },
)
