// Child processes of ours: they end with us, and they say what they have to say line by line.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export const root = path.dirname(import.meta.dirname)

export type Environment = Record<string, string>
export type Running = { pid: number | undefined; exited: Promise<string>; stop: () => Promise<void> }

const guard = path.join(import.meta.dirname, 'ends-with-parent.mjs')
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']
// A process that has not ended by then would hold up Ctrl-C; its requests have been drained long before.
const patienceMs = 10_000

/** What a child gets from our own environment: nothing that could change how a program of ours behaves. */
export const baseEnvironment = (): Environment =>
  Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))

/** Starts a TypeScript program of ours, `file` relative to the root, in its own package's folder. */
export function startProgram(file: string, env: Environment, onLine: (line: string) => void): Running {
  const [kind = '', name = ''] = file.split('/')
  // A session of its own: on Ctrl-C the terminal must not reach everybody at once, we stop them in order.
  const child = spawn(process.execPath, ['--import', guard, path.join(root, file)], {
    cwd: kind === 'apps' ? path.join(root, kind, name) : root,
    env: { ...baseEnvironment(), NODE_ENV: 'production', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  eachLine(child, onLine)
  const exited = exitOf(child)
  return {
    pid: child.pid,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

/** Runs a TypeScript program of ours to its end and returns what it printed; throws with its words when it fails. */
export async function runProgram(file: string, env: Environment, args: string[] = []): Promise<string> {
  const child = spawn(process.execPath, ['--import', guard, path.join(root, file), ...args], {
    cwd: root,
    env: { ...baseEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  let complained = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complained += text))
  await exitOf(child)
  if (child.exitCode !== 0) throw new Error(`${file} failed:\n${complained || printed}`)
  return printed
}

async function exitOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'close')
  return signal ? `was ended by ${signal}` : `ended with code ${code}`
}

/** Hands over what a process prints, one line at a time. */
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
