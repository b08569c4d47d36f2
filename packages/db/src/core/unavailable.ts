// Connection exceptions, a server that stops or starts, too many connections, a statement that took too long.
const sqlStates = /^(08...|57P0[123]|57014|53300)$/
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
])
// Errors of the driver and its pool that have no code.
const messages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/

/** Whether the database is away or does not answer, so that the same request may succeed in a moment (R5). */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (sqlStates.test(code) || systemCodes.has(code) || messages.test(error.message)) return true
  return error.cause !== undefined && isUnavailable(error.cause)
}
