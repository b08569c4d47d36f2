import { emailAddress } from '@entente/domain/identity/account'
import {
  type Arrival,
  type Assurance,
  type Directory,
  type DirectoryAnswer,
  type DirectoryClient,
  sameIssuer,
} from '@entente/domain/identity/sign-in-directory'
import * as openid from 'openid-client'
import { DirectoryError, faultOf } from './directory-fault.ts'
import { openGuard } from './guard.ts'
import { type Fetch, ForbiddenAddress, guardedFetch, mayAsk } from './guarded-fetch.ts'

// A site waits ten seconds for the API's response; all requests of one return have to fit.
const requestSeconds = 3
const wholeMs = 8000

type Settings = {
  /** Also allows directories on this machine or in our own network. */
  allowLocal: boolean
  nameServers?: readonly string[] | undefined
}

/** Sign-in through a partner's own directory. */
export function directoryClient({ allowLocal, nameServers }: Settings): DirectoryClient {
  const guard = openGuard()
  const reach = { allowLocal, send: guardedFetch({ allowLocal, nameServers }) }
  /** Turns the failure of a directory into a value: it is no fault of ours, and the page explains it. */
  const asked = async <T>(directory: Directory, work: () => Promise<T>): Promise<DirectoryAnswer<T>> => {
    try {
      return { ok: true, value: await guard(directory.owner, directory.issuer, work) }
    } catch (cause) {
      return { ok: false, fault: faultOf(cause) }
    }
  }
  return {
    mayBeAt: (issuer) => {
      const url = URL.parse(issuer)
      return url !== null && mayAsk(url, { allowLocal })
    },

    depart: (directory, redirectUri, demand) =>
      asked(directory, async () => {
        const [config] = await discovered(directory, reach)
        const [state, nonce, verifier] = [
          openid.randomState(),
          openid.randomNonce(),
          openid.randomPKCECodeVerifier(),
        ]
        const url = openid.buildAuthorizationUrl(config, {
          ...{ redirect_uri: redirectUri, scope: 'openid email', state, nonce },
          code_challenge: await openid.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(demand?.again && { prompt: 'login', max_age: '0' }),
          ...(demand && demand.acrValues.length > 0 && { acr_values: demand.acrValues.join(' ') }),
        })
        // The browser is sent there, so the same rules apply.
        if (!mayAsk(url, { allowLocal })) throw new ForbiddenAddress(url.hostname)
        return { url: url.href, state, nonce, verifier }
      }),

    arrive: (directory, { url, state, nonce, verifier }) =>
      asked(directory, async () => {
        const [config, ...others] = await discovered(directory, reach)
        const tokens = await exchanged(config, others, (chosen) =>
          openid.authorizationCodeGrant(chosen, new URL(url), {
            ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
            idTokenExpected: true,
          }),
        )
        const claims = tokens.claims()
        if (!claims) throw new DirectoryError('no_id_token')
        return {
          subject: claims.sub,
          assurance: assuranceOf(claims),
          address: await addressOf(config, tokens.access_token, claims),
        }
      }),
  }
}

/** Exchanges the code with the first way to prove the client that the directory accepts for this client. */
async function exchanged<T>(
  config: openid.Configuration,
  others: openid.Configuration[],
  exchange: (config: openid.Configuration) => Promise<T>,
): Promise<T> {
  try {
    return await exchange(config)
  } catch (cause) {
    const [next, ...rest] = others
    // A client that was not authenticated has not used its code up.
    if (!next || faultOf(cause) !== 'client') throw cause
    return exchanged(next, rest, exchange)
  }
}

/** Only the ID token's: it is signed. */
function assuranceOf({ acr, amr, auth_time: time }: openid.IDToken): Assurance {
  const methods: unknown[] = Array.isArray(amr) ? amr : []
  return {
    acr: typeof acr === 'string' ? acr : null,
    amr: methods.filter((method) => typeof method === 'string'),
    authenticatedAt: typeof time === 'number' ? new Date(time * 1000) : null,
  }
}

type Claims = { sub: string; email?: unknown; email_verified?: unknown }

/** The address and its mark from the ID token; what is missing there, from userinfo. */
async function addressOf(
  config: openid.Configuration,
  accessToken: string,
  claims: Claims,
): Promise<Arrival['address']> {
  const isWhole = isGiven(claims.email) && isGiven(claims.email_verified)
  if (isWhole || !config.serverMetadata().userinfo_endpoint) return addressIn(claims)
  const info = await openid.fetchUserInfo(config, accessToken, claims.sub).catch(() => null)
  if (info) return addressIn(isGiven(info.email) ? marked(info, claims) : { ...info, ...claims })
  return isGiven(claims.email) ? addressIn(claims) : { ok: false, fault: 'userinfo' }
}

/** Userinfo's address; the ID token's mark counts for it only when both name the same one. */
const marked = (info: Claims, claims: Claims): Claims => {
  const isAboutSame = !isGiven(claims.email) || claims.email === info.email
  return isAboutSame && !isGiven(info.email_verified)
    ? { ...info, email_verified: claims.email_verified }
    : info
}

const isGiven = (claim: unknown): boolean => claim !== undefined && claim !== null && claim !== ''

function addressIn({ email, email_verified: mark }: Claims): Arrival['address'] {
  if (!isGiven(email)) return { ok: false, fault: 'no_address' }
  const read = emailAddress.safeParse(email)
  if (!read.success) return { ok: false, fault: 'bad_address' }
  // Some directories send the mark as text.
  const isVerified = String(mark).toLowerCase() === 'true'
  return {
    ok: true,
    email: read.data,
    mark: isVerified ? 'verified' : isGiven(mark) ? 'unverified' : 'unstated',
  }
}

/** The directory's configuration, once for each way to prove the client that both sides know. */
async function discovered(
  { issuer, clientId, clientSecret }: Directory,
  { allowLocal, send }: { allowLocal: boolean; send: Fetch },
): Promise<[openid.Configuration, ...openid.Configuration[]]> {
  // The standard puts the document there whether the issuer ends with a slash or not.
  const url = URL.parse(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`)
  if (!url || !mayAsk(url, { allowLocal })) throw new ForbiddenAddress(issuer)
  const overall = AbortSignal.timeout(wholeMs)
  const customFetch: openid.CustomFetch = (address, { method, headers, body, signal }) =>
    send(address, {
      ...{ method, headers, body: body === undefined || body === null ? undefined : String(body) },
      signal: signal ? AbortSignal.any([signal, overall]) : overall,
    })
  const found = await openid
    .discovery(url, clientId, undefined, openid.None(), {
      [openid.customFetch]: customFetch,
      timeout: requestSeconds,
      execute: allowLocal ? [openid.allowInsecureRequests] : [],
    })
    .catch((cause: unknown) => {
      throw new DirectoryError('not_openid', { cause })
    })
  const { supportsPKCE: _, ...metadata } = found.serverMetadata()
  // Such an issuer answers for every tenant of its provider, and so for strangers with any address.
  if (metadata.issuer.includes('{')) throw new DirectoryError('shared_issuer')
  if (!sameIssuer(metadata.issuer, issuer)) throw new DirectoryError('issuer')
  const signed = metadata.userinfo_signing_alg_values_supported ??
    metadata.id_token_signing_alg_values_supported ?? ['RS256']
  const server = { ...metadata, userinfo_signing_alg_values_supported: signed }
  const [first, ...more] = authentications(clientSecret, metadata.token_endpoint_auth_methods_supported).map(
    (authentication) => {
      const config = new openid.Configuration(server, clientId, undefined, authentication)
      config[openid.customFetch] = customFetch
      config.timeout = requestSeconds
      if (allowLocal) openid.allowInsecureRequests(config)
      // Also checks the ID token's signature, although the token comes straight from the directory.
      openid.enableNonRepudiationChecks(config)
      return config
    },
  )
  if (!first) throw new DirectoryError('client_method')
  return [first, ...more]
}

/** Ways to prove the client with its secret. A directory that names none has the standard's default, basic; not all obey. */
function authentications(
  secret: string,
  named = ['client_secret_basic', 'client_secret_post'],
): openid.ClientAuth[] {
  const ways = {
    client_secret_basic: openid.ClientSecretBasic,
    client_secret_post: openid.ClientSecretPost,
    client_secret_jwt: openid.ClientSecretJwt,
  }
  return Object.entries(ways).flatMap(([name, way]) => (named.includes(name) ? way(secret) : []))
}
