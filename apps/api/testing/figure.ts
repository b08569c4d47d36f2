import { isFull } from '@entente/testkit/full'

/** Prints a security test's figure: what was tried and with what result. */
export const figure = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A test's time-out, long enough for a busy machine. */
export const testMsMax = isFull ? 24 * 3_600_000 : 60_000
