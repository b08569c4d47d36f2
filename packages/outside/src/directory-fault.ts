import type { DirectoryFault } from '@entente/domain/identity/sign-in-directory'
import { isBrokenCircuitError, isBulkheadRejectedError } from 'cockatiel'
import * as openid from 'openid-client'
import { ForbiddenAddress } from './guarded-fetch.ts'
import { causesOf, isSilence } from './silence.ts'

/** Thrown for what only we see in a directory's answer. */
export class DirectoryError extends Error {
  readonly fault: DirectoryFault
  constructor(fault: DirectoryFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

/**
 * What the failure of a request to a directory means for the admin who set it up. The messages of an error can hold what the
 * directory sent, so only its kind leaves this file.
 */
export function faultOf(thrown: unknown): DirectoryFault {
  const chain = causesOf(thrown)
  if (chain.some(isBulkheadRejectedError)) return 'busy'
  if (chain.some(isBrokenCircuitError)) return 'paused'
  if (chain.some((error) => error instanceof ForbiddenAddress)) return 'address'
  if (isSilence(thrown)) return 'no_answer'
  for (const error of chain) {
    const fault = error instanceof DirectoryError ? error.fault : faultIn(error)
    if (fault) return fault
  }
  return 'refused'
}

const faultOfClaim: Record<string, DirectoryFault> = { iss: 'token_issuer', aud: 'audience' }
const faultOfCode: Record<string, DirectoryFault> = {
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: 'client',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'address',
  OAUTH_MISSING_SERVER_METADATA: 'not_openid',
  OAUTH_INVALID_SERVER_METADATA: 'not_openid',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'clock',
  OAUTH_KEY_SELECTION_FAILED: 'signature',
  OAUTH_UNSUPPORTED_OPERATION: 'signature',
}
const faultOfAnswer: Record<string, DirectoryFault> = {
  access_denied: 'denied',
  invalid_client: 'client',
  unauthorized_client: 'client',
  invalid_grant: 'code',
  invalid_scope: 'scope',
}

function faultIn(error: Error): DirectoryFault | undefined {
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError)
    return faultOfAnswer[error.error]
  const { claim } = (error.cause ?? {}) as { claim?: unknown }
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' && claim !== undefined) return faultOfClaim[String(claim)]
  // The library's own words; it has no code for these two.
  if (code === 'OAUTH_INVALID_RESPONSE' && /signature|"alg"/.test(error.message)) return 'signature'
  if (code === 'OAUTH_INVALID_RESPONSE' && /"id_token"/.test(error.message)) return 'no_id_token'
  return faultOfCode[code]
}
