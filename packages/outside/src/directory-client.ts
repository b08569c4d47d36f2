import type {
  Arrival,
  Directory,
  DirectoryAnswer,
  DirectoryClient,
  DirectoryFault,
} from '@entente/domain/partner/partner-directory'
import * as openid from 'openid-client'
import { ForbiddenAddress, guardedFetch, mayAsk } from './guarded-fetch.ts'

// A site waits ten seconds for the API's response; three requests have to fit.
const requestSeconds = 3
const wholeMs = 8000

/**
 * Sign-in through a partner's own directory. `allowLocal` also allows directories on this machine or in our own
 * network.
 */
export const directoryClient = ({ allowLocal }: { allowLocal: boolean }): DirectoryClient => ({
  mayBeAt: (issuer) => {
    const url = URL.parse(issuer)
    return url !== null && mayAsk(url, { allowLocal })
  },

  depart: (directory, redirectUri) =>
    answered(async () => {
      const config = await discovered(directory, allowLocal)
      const [state, nonce, verifier] = [
        openid.randomState(),
        openid.randomNonce(),
        openid.randomPKCECodeVerifier(),
      ]
      const url = openid.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUri, scope: 'openid email', state, nonce },
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      // The browser is sent there, so the same rules apply.
      if (!mayAsk(url, { allowLocal })) throw new ForbiddenAddress(url.hostname)
      return { url: url.href, state, nonce, verifier }
    }),

  arrive: (directory, { url, state, nonce, verifier }) =>
    answered(async () => {
      const config = await discovered(directory, allowLocal)
      const tokens = await openid.authorizationCodeGrant(config, new URL(url), {
        ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new TypeError('No ID token came.')
      if (typeof claims.email === 'string' || !config.serverMetadata().userinfo_endpoint)
        return arrivalOf(claims.sub, claims)
      return arrivalOf(claims.sub, await openid.fetchUserInfo(config, tokens.access_token, claims.sub))
    }),
})

const arrivalOf = (subject: string, { email, email_verified }: Record<string, unknown>): Arrival => ({
  subject,
  email: typeof email === 'string' ? email.trim().toLowerCase() : null,
  isVerified: email_verified === true,
})

async function discovered({ issuer, clientId, clientSecret }: Directory, allowLocal: boolean) {
  const url = URL.parse(issuer)
  if (!url || !mayAsk(url, { allowLocal })) throw new ForbiddenAddress(issuer)
  const send = guardedFetch({ allowLocal })
  const overall = AbortSignal.timeout(wholeMs)
  const customFetch: openid.CustomFetch = (address, { method, headers, body, signal }) =>
    send(address, {
      ...{ method, headers, body: body === undefined || body === null ? undefined : String(body) },
      signal: signal ? AbortSignal.any([signal, overall]) : overall,
    })
  const config = await openid
    .discovery(url, clientId, undefined, openid.ClientSecretPost(clientSecret), {
      [openid.customFetch]: customFetch,
      timeout: requestSeconds,
      execute: allowLocal ? [openid.allowInsecureRequests] : [],
    })
    .catch((cause: unknown) => {
      throw new NotOpenId('No OpenID provider is described there.', { cause })
    })
  // Also checks the ID token's signature, although the token comes straight from the directory.
  openid.enableNonRepudiationChecks(config)
  return config
}

/** Turns the failure of a directory into a value: it is no fault of ours, and the page explains it. */
async function answered<T>(work: () => Promise<T>): Promise<DirectoryAnswer<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (cause) {
    return { ok: false, fault: faultOf(cause) }
  }
}

/** Thrown when the address does not describe an OpenID provider. */
class NotOpenId extends Error {}

// The messages of an error can hold what the directory sent, so only its kind leaves this file.
function faultOf(cause: unknown): DirectoryFault {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error instanceof ForbiddenAddress) return 'address'
    if (error.name === 'TimeoutError' || error.name === 'AbortError' || isNetworkError(error))
      return 'no_answer'
  }
  return cause instanceof NotOpenId ? 'not_openid' : 'refused'
}

const isNetworkError = (error: Error): boolean =>
  'code' in error &&
  /^(E[A-Z]+$|EAI_|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|OAUTH_TIMEOUT|OAUTH_ABORT)/.test(
    String(error.code),
  )
