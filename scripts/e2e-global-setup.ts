// Starts the whole stack on throw-away data for the browser tests and ends it after them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type {} from '@entente/testkit/demo'
import { freePort } from '@entente/testkit/ports'
import type { TestProject } from 'vitest/node'
import { build } from './build.ts'
import { instanceFolder } from './instance-folder.ts'
import { type StackPorts, services, startStack } from './stack.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-e2e-'))
  const said: string[] = []
  const stack = await startStack({
    cloud: 'global',
    folder: instanceFolder(dir),
    ports: await freePorts(),
    throwaway: true,
    built: build(),
    onLine: (name, line) => said.push(`${name.padEnd(15)} ${line}`),
  })
  project.provide('demo', stack.facts)
  project.provide('demoDatabaseUrl', stack.urls.owner)
  return async () => {
    await stack.stop()
    rmSync(dir, { recursive: true, force: true })
    // What the programs complained about while the tests ran helps to understand a failure.
    const complaints = said.filter(
      (line) => /error|fault|warn|died|ended/i.test(line) && !line.startsWith('database'),
    )
    if (complaints.length > 0) console.error(['From the running stack:', ...complaints.slice(-50)].join('\n'))
  }
}

async function freePorts(): Promise<StackPorts> {
  const ports: Partial<StackPorts> = {}
  for (const service of services) ports[service] = await freePort()
  return ports as StackPorts
}
