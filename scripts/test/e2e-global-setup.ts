// Starts the whole stack on temporary data for the browser tests and stops it after them.
import type {} from '@entente/testkit/demo'
import { startProvider } from '@entente/testkit/oidc-provider'
import type { TestProject } from 'vitest/node'
import type { startClusterDemo } from '../crash/demo.ts'
import { startThrowawayStack } from './throwaway-stack.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lines: string[] = []
  // Where operators sign in. The console's port is chosen later.
  const operators = await startProvider('http://localhost')
  const options = {
    // Every visitor of a test has a separate address, so that rate limits do not affect other tests. The log level is
    // the most verbose one, so that a test can look for what must never be logged.
    environment: {
      ...{ TRUSTED_PROXIES: '127.0.0.1,::1', LOG_LEVEL: 'debug' },
      OPERATOR_SIGN_IN_ISSUER: operators.issuer,
      OPERATOR_SIGN_IN_CLIENT_ID: 'entente',
      OPERATOR_SIGN_IN_CLIENT_SECRET: 'seven-lamps',
      OPERATOR_SIGN_IN_FACTORS: 'amr:mfa',
    },
    onLine: (name: string, line: string) => void lines.push(`${name.padEnd(15)} ${line}`),
  }
  const stack = await stackOf(options)
  project.provide('demo', stack.facts)
  project.provide('demoDatabaseUrl', stack.urls.owner)
  project.provide('demoLogs', stack.folder.logs)
  project.provide('demoKeysFile', stack.folder.keys)
  project.provide('operatorIssuer', operators.issuer)
  return async () => {
    await stack.stop()
    await operators.stop()
    // Errors that the programs logged during the tests help to understand a failure.
    const problems = lines.filter((line) => isProblem.test(line) && !line.startsWith('database'))
    if (problems.length > 0) console.error(['From the running stack:', ...problems.slice(-50)].join('\n'))
  }
}

/** `npm test -- cluster` runs the tests of the main job on a cluster, and on what is left of one. */
async function stackOf(options: Parameters<typeof startClusterDemo>[0]) {
  const { E2E_STACK: wanted } = process.env
  if (wanted === undefined) return startThrowawayStack(options)
  const { startClusterDemo } = await import('../crash/demo.ts')
  const cluster = await startClusterDemo(options)
  if (wanted === 'survivors') await cluster.loseOneOfEach()
  return cluster
}

const isProblem = /"level":"?(warn|error|fatal|40|50|60)|^\S+ +\D*(died|exited|was killed)/
