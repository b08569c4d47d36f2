import { isFull } from '@entente/testkit/full'

/** Prints a security test's figure: what was tried, and what came of it. */
export const figure = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A test's patience: a busy machine is no failure. */
export const patienceMs = isFull ? 24 * 3_600_000 : 60_000
