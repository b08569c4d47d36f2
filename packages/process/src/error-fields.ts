// What a log or a queue may keep of an error (S13, design 9): PostgreSQL's words quote what was written.

const isOfDatabase = (error: Error): boolean => 'severity' in error && 'code' in error

/** Its message, unless that can quote a value: then its code. */
export const wordsOf = (error: Error): string =>
  isOfDatabase(error) ? `PostgreSQL ${(error as Error & { code: unknown }).code}` : error.message

/** Where it came from: the stack without the message that it begins with. */
export const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n')

/** The same error for whoever keeps its message and stack; itself when it quotes nothing. */
export function withoutQuotes(error: unknown): unknown {
  if (!(error instanceof Error) || !isOfDatabase(error)) return error
  const safe = new Error(wordsOf(error))
  safe.stack = `Error: ${safe.message}\n${framesOf(error)}`
  return safe
}
