// npm start [-- --cloud <id>] [--data <folder>]: the whole product with demo data on this machine, until Ctrl-C.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import type { CloudId } from '@entente/domain/core/cloud'
import { type ChosenPorts, choosePorts } from '@entente/testkit/ports'
import { root } from '../process.ts'
import { build } from './build.ts'
import { factsTable } from './facts-table.ts'
import { instanceFolder, takeInstance, writePrivate } from './instance-folder.ts'
import { localInstance } from './instance-settings.ts'
import { startProgress } from './progress.ts'
import { type Stack, type StackPorts, startOnChosenPorts } from './stack.ts'

const [defaultCloud] = cloudIds
const { cloud, dataOfItsOwn } = chosen()
const data = path.join(root, '.data')
const folder = instanceFolder(dataOfItsOwn ?? path.join(data, cloud))
const interrupted = new AbortController()
const ended = new Promise<void>((resolve) => {
  // The terminal, npm and run.mjs may each pass on the same Ctrl-C: only the first one counts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted.abort()
      resolve()
    })
  }
})

let isUp = false
let stack: Stack | undefined
try {
  lockInstance()
  stack = await startAll()
  if (stack) {
    console.log(factsTable(cloudOf(cloud).name, stack.facts, path.relative(root, folder.dir)))
    await ended
    console.log('\nStopping …')
  }
} catch (error) {
  if (!interrupted.signal.aborted) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  await stack?.stop()
  process.exit()
}

function chosen(): { cloud: CloudId; dataOfItsOwn: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { cloud: { type: 'string', default: defaultCloud }, data: { type: 'string' } },
    })
    const known = cloudIds.find((id) => id === values.cloud)
    if (known) return { cloud: known, dataOfItsOwn: values.data && path.resolve(values.data) }
    console.error(`There is no cloud "${values.cloud}": choose one of ${cloudIds.join(', ')}.`)
  } catch (error) {
    console.error(
      `${(error as Error).message}\nUsage: npm start [-- --cloud ${cloudIds.join('|')}] [--data <folder>]`,
    )
  }
  process.exit(1)
}

function lockInstance(): void {
  const other = takeInstance(folder)
  if (other)
    throw new Error(`${cloudOf(cloud).name} is already running here (process ${other}): stop it first.`)
  // Programs that wait for these files must not read those of the last run.
  for (const file of demoFiles()) rmSync(file, { force: true })
}

// The default cloud's facts are also at a path that does not depend on the cloud.
function demoFiles(): string[] {
  return cloud === defaultCloud && !dataOfItsOwn ? [folder.demo, path.join(data, 'demo.json')] : [folder.demo]
}

async function startAll(): Promise<Stack | undefined> {
  mkdirSync(folder.dir, { recursive: true })
  const progress = startProgress(`Starting ${cloudOf(cloud).name}`)
  try {
    const options = { cloud, folder, built: build(interrupted.signal), onLine: show }
    const started = await startOnChosenPorts(options, chosenPorts)
    for (const file of demoFiles()) writePrivate(file, started.facts)
    isUp = true
    return started
  } finally {
    progress.end()
  }
}

async function chosenPorts(): Promise<ChosenPorts<keyof StackPorts>> {
  const first = localInstance(cloud).firstPort
  const chosen = await choosePorts(folder.ports, {
    partner: first,
    customer: first + 1,
    operator: first + 2,
    api: first + 3,
    mailbox: first + 4,
    smtp: first + 5,
    worker: first + 6,
    database: first + 7,
    metrics: first + 8,
  })
  for (const { name, from, to } of chosen.moved)
    console.log(`Port ${from} is taken: ${name} uses ${to} from now on.`)
  return chosen
}

// Until everything is up, the progress line is enough; a failure prints the last output. The files in logs/ have it all.
function show(name: string, line: string): void {
  if (!isUp || (name === 'database' && !/FATAL|PANIC|died/.test(line))) return
  console.log(`${name.padEnd(15)} ${line}`)
}
