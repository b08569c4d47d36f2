/** Prints a security test's figure: what was tried, and what came of it. */
export const figure = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
