// What a log or a queue may keep of an error (S13). PostgreSQL's messages quote the values that were written.

const isDatabaseError = (error: Error): boolean => 'severity' in error && 'code' in error

/** The error's message; of a database error only the code, because its message can quote a value. */
export const wordsOf = (error: Error): string =>
  isDatabaseError(error) ? `PostgreSQL ${(error as Error & { code: unknown }).code}` : error.message

/** The stack without the message at its start. */
export const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n')

/** A copy of a database error without the values that it quotes; returns every other error unchanged. */
export function withoutQuotes(error: unknown): unknown {
  if (!(error instanceof Error) || !isDatabaseError(error)) return error
  const safe = new Error(wordsOf(error))
  safe.stack = `Error: ${safe.message}\n${framesOf(error)}`
  return safe
}
