import { waitFor } from '@entente/testkit/wait'
import { type Environment, type Started, startProgram } from '../process.ts'
import { type Kept, keepRunning } from './keep-running.ts'
import { PortLost, saysPortTaken } from './port-lost.ts'

export type Program = {
  name: string
  file: string
  env: Environment
  /** The ports that it listens on when it is ready. */
  ports: readonly number[]
  health: string
}

/**
 * Starts a program and waits until it is ready. Throws `PortLost` if another program has a port of it, and the last output
 * if it keeps dying for another reason.
 */
export async function keepProgram(
  { name, file, env, ports, health }: Program,
  onLine: (line: string) => void,
): Promise<Kept> {
  const lastLines: string[] = []
  const listen = (line: string) => {
    lastLines.push(line)
    if (lastLines.length > 20) lastLines.shift()
    onLine(line)
  }
  let running: Started | undefined
  const start = async () => {
    running = startProgram(file, env, listen)
    return running
  }
  const kept = await keepRunning(start, listen)
  // The probe alone would also believe another instance, if that has the port.
  const isReady = async () =>
    ports.every((port) => running?.listensOn.has(port)) &&
    (await fetch(health, { signal: AbortSignal.timeout(2000) })).ok
  const stopWaiting = new AbortController()
  const watch = setInterval(
    () => (kept.deaths() > 2 || lastLines.some(saysPortTaken)) && stopWaiting.abort(),
    50,
  )
  try {
    const { signal } = stopWaiting
    await waitFor(isReady, { timeoutMs: 60_000, intervalMs: 100, what: `${name} to answer`, signal })
    return kept
  } catch (cause) {
    await kept.stop()
    const output = lastLines.join('\n')
    const [, lost] = /EADDRINUSE.*?:(\d+)/.exec(output) ?? []
    if (lost) throw new PortLost(Number(lost), name, cause)
    throw new Error(`${name} did not start. Its last output:\n${output}`, { cause })
  } finally {
    clearInterval(watch)
  }
}
