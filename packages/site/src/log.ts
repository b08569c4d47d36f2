import { logLine } from '@entente/process/log-shape'
import { logWriter } from './settings.ts'

export const logInfo = (message: string, fields: Record<string, unknown>): void =>
  console.log(logLine('info', logWriter(), message, fields))

/** Logs one line of JSON. `fields` holds ids and codes only: never an address, a token, a link's path or a payload. */
export function logFault(message: string, fields: Record<string, unknown>, cause: unknown): void {
  const stack = cause instanceof Error ? [cause.stack, causeOf(cause)].filter(Boolean) : [String(cause)]
  console.error(logLine('error', logWriter(), message, { ...fields, stack }))
}

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? error.cause.stack : undefined
