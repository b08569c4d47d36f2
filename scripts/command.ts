// Runs the tools that the checks need: keeps their output, and ends them with this process or after a time-out.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from './process.ts'

export type Finished = { ok: boolean; output: string }

const running = new Set<ChildProcess>()

/** Runs a command in the repository's root. After `timeoutMs` it is killed with all processes that it started. */
export async function runCommand(
  command: string,
  args: string[],
  timeoutMs: number,
  environment: Record<string, string> = {},
): Promise<Finished> {
  // A separate process group can be killed as a whole.
  const child = spawn(command, args, {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const timer = setTimeout(() => endGroup(child, 'SIGKILL'), timeoutMs)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  try {
    const [code, signal] = await once(child, 'close')
    if (signal === 'SIGKILL')
      output += `\n${command} took longer than ${timeoutMs / 1000} s and was killed.\n`
    return { ok: code === 0, output }
  } catch (error) {
    return { ok: false, output: `${command} could not be run: ${(error as Error).message}\n` }
  } finally {
    clearTimeout(timer)
    running.delete(child)
  }
}

/** Ends every command that `runCommand` is still running. */
export function endCommands(): void {
  for (const child of running) endGroup(child, 'SIGTERM')
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch {
    // It has already ended.
  }
}
