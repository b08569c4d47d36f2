// The whole stack on temporary data that is deleted with it, for browser tests and pictures.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { services } from '@entente/testkit/demo'
import { freePort } from '@entente/testkit/ports'
import { build } from '../start/build.ts'
import { type InstanceFolder, instanceFolder } from '../start/instance-folder.ts'
import { type Stack, type StackOptions, type StackPorts, startOnChosenPorts } from '../start/stack.ts'

type Options = Partial<Pick<StackOptions, 'environment' | 'onLine'>>

/** Builds the sites, starts everything on free ports, and deletes all data on `stop`. */
export async function startThrowawayStack(
  options: Options = {},
): Promise<Stack & { folder: InstanceFolder }> {
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-throwaway-'))
  const folder = instanceFolder(dir)
  const choose = async () => ({ ports: await freePorts(), release: async () => undefined })
  const stack = await startOnChosenPorts(
    {
      cloud: 'global',
      folder,
      throwaway: true,
      built: build(),
      onLine: () => undefined,
      ...options,
    },
    choose,
  )
  async function stop() {
    await stack.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...stack, folder, stop }
}

async function freePorts(): Promise<StackPorts> {
  const ports: Partial<StackPorts> = {}
  for (const service of services) ports[service] = await freePort()
  return ports as StackPorts
}
