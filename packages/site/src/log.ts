/** Logs one line of JSON. `fields` holds ids and codes only: never an address, a token, a link's path or a payload. */
export function logFault(message: string, fields: Record<string, unknown>, cause: unknown): void {
  const stack = cause instanceof Error ? [cause.stack, causeOf(cause)].filter(Boolean) : [String(cause)]
  console.error(JSON.stringify({ level: 'error', time: new Date().toISOString(), message, ...fields, stack }))
}

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? error.cause.stack : undefined
