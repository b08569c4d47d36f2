// Builds the sites with turbo, which skips unchanged ones.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { eachLine, root } from '../process.ts'

/** Runs turbo's build; `signal` ends it early. Throws with turbo's output when it fails. */
export async function build(signal?: AbortSignal): Promise<void> {
  const lines: string[] = []
  const child = spawn('turbo', ['run', 'build', '--output-logs=errors-only', '--no-color'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  eachLine(child, (line) => lines.push(line))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The sites could not be built:\n${lines.join('\n')}`)
}
