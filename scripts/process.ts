// Starts our own programs as child processes that end with this one and hand over their output line by line.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export const root = path.dirname(import.meta.dirname)

export type Environment = Record<string, string>
export type Running = { pid: number | undefined; exited: Promise<string>; stop: () => Promise<void> }
/** `listensOn` has the ports on which this very process listens. */
export type Started = Running & { listensOn: ReadonlySet<number> }

const guard = path.join(import.meta.dirname, 'ends-with-parent.mjs')
const teller = path.join(import.meta.dirname, 'tells-ports.mjs')
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']
// How long a process may take to end; its requests are drained long before. After that it would block Ctrl-C.
const graceMs = 10_000

/** The variables that a child inherits: none that could change how our programs behave. */
export const baseEnvironment = (): Environment =>
  Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))

/** Starts one of our TypeScript programs in its package's folder; `file` is relative to the root. */
export function startProgram(file: string, env: Environment, onLine: (line: string) => void): Started {
  const [kind = '', name = ''] = file.split('/')
  // A separate session: on Ctrl-C the terminal would signal all processes at once, but we stop them in order.
  const child = spawn(process.execPath, ['--import', guard, '--import', teller, path.join(root, file)], {
    cwd: kind === 'apps' ? path.join(root, kind, name) : root,
    env: { ...baseEnvironment(), NODE_ENV: 'production', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  eachLine(child, onLine)
  const exited = exitOf(child)
  const listensOn = new Set<number>()
  child.on('message', (told: { listensOn?: number }) => told.listensOn && listensOn.add(told.listensOn))
  return {
    pid: child.pid,
    listensOn,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

/** Runs one of our TypeScript programs and returns its output; throws with that output when it fails. */
export async function runProgram(file: string, env: Environment, args: string[] = []): Promise<string> {
  const child = spawn(process.execPath, ['--import', guard, path.join(root, file), ...args], {
    cwd: root,
    env: { ...baseEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  await exitOf(child)
  if (child.exitCode !== 0) throw new Error(`${file} failed:\n${errors || output}`)
  return output
}

async function exitOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'close')
  return signal ? `was killed by ${signal}` : `exited with code ${code}`
}

/** Calls back with each line that a process prints. */
export function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    })
    stream?.on('end', () => rest && onLine(rest))
  }
}
