// Starts the whole stack on throw-away data for the browser tests and ends it after them.
import type {} from '@entente/testkit/demo'
import type { TestProject } from 'vitest/node'
import { startThrowawayStack } from './throwaway-stack.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const said: string[] = []
  const stack = await startThrowawayStack({
    // Every visitor of a test comes from an address of their own, so that rate limits do not mix up the tests; and the
    // logs say as much as they ever do, so that a test can look for what must never stand there.
    environment: { TRUSTED_PROXIES: '127.0.0.1,::1', LOG_LEVEL: 'debug' },
    onLine: (name, line) => said.push(`${name.padEnd(15)} ${line}`),
  })
  project.provide('demo', stack.facts)
  project.provide('demoDatabaseUrl', stack.urls.owner)
  project.provide('demoLogs', stack.folder.logs)
  project.provide('demoKeysFile', stack.folder.keys)
  return async () => {
    await stack.stop()
    // What the programs complained about while the tests ran helps to understand a failure.
    const complaints = said.filter((line) => isComplaint.test(line) && !line.startsWith('database'))
    if (complaints.length > 0) console.error(['From the running stack:', ...complaints.slice(-50)].join('\n'))
  }
}

const isComplaint = /"level":"?(warn|error|fatal|40|50|60)|^\S+ +\D*(died|ended)/
