import { z } from 'zod'
import type { Id } from '../core/id.ts'

/** A sign-in directory (OpenID Connect): a partner's, as its global admin set it up, or that of the operators. */
export type Directory = {
  /** Whose it is: an organisation, or the instance itself. */
  owner: Id<'organisation'> | 'instance'
  issuer: string
  clientId: string
  clientSecret: string
}

/** Where to send the person, and the values that recognise the sign-in when it comes back. */
export type Departure = { url: string; state: string; nonce: string; verifier: string }

/** Why an address that a directory sent finds nobody. */
const addressFaults = [
  'no_address',
  'bad_address',
  'userinfo',
  'unverified',
  /** The directory does not say whether it is verified, and the company has not declared it. */
  'unstated',
  /** The company declared it, but the address is at none of its confirmed domains. */
  'other_domain',
] as const

/** Why a directory cannot be used. Each has its own sentence for the admin who tests it. */
export const directoryFaults = [
  'address',
  'no_answer',
  /** It did not answer several times in a row, and is not asked for a while. */
  'paused',
  /** As many people wait for it as may wait at once. */
  'busy',
  'not_openid',
  /** The configuration names another issuer than the settings. */
  'issuer',
  /** The issuer signs in people of many companies. */
  'shared_issuer',
  'client_method',
  'client',
  'code',
  'denied',
  'scope',
  'no_id_token',
  'token_issuer',
  'audience',
  'clock',
  'signature',
  ...addressFaults,
  /** Any other reason of the directory's. */
  'refused',
] as const

export type AddressFault = (typeof addressFaults)[number]
export type DirectoryFault = (typeof directoryFaults)[number]

/** How the person signed in, as the directory says it. */
export type Assurance = { acr: string | null; amr: readonly string[]; authenticatedAt: Date | null }

/** What a departure asks of the directory beyond a sign-in. */
export type Demand = {
  /** The person gives their credentials again, whatever session they have there. */
  again: boolean
  /** The `acr` values that would do. */
  acrValues: readonly string[]
}

/**
 * `subject` is who the person is at the directory, for good; the address may become another person's. Microsoft Entra and
 * others never say whether an address is verified: its mark is `unstated`.
 */
export type Arrival = {
  subject: string
  assurance: Assurance
  address:
    | { ok: true; email: string; mark: 'verified' | 'unverified' | 'unstated' }
    | { ok: false; fault: 'no_address' | 'bad_address' | 'userinfo' }
}

/** Whether two issuers are one, apart from a slash at the end and the spelling of the host. */
export const sameIssuer = (one: string, other: string): boolean => plainIssuer(one) === plainIssuer(other)

const plainIssuer = (issuer: string): string => (URL.parse(issuer)?.href ?? issuer).replace(/\/+$/, '')

export type DirectoryAnswer<T> = { ok: true; value: T } | { ok: false; fault: DirectoryFault }

export type DirectoryClient = {
  /** Whether a directory may be at this address at all; sends no request. */
  mayBeAt: (issuer: string) => boolean
  /** Asks the directory for its configuration, and returns the address where the person signs in. */
  depart: (directory: Directory, redirectUri: string, demand?: Demand) => Promise<DirectoryAnswer<Departure>>
  /** Exchanges the code for the person's address; checks state, nonce, verifier, issuer and signature. */
  arrive: (
    directory: Directory,
    returned: { url: string } & Pick<Departure, 'state' | 'nonce' | 'verifier'>,
  ) => Promise<DirectoryAnswer<Arrival>>
}

/** What a browser brings back from a directory. */
export const directoryAnswerInput = z.object({ state: z.string().max(200), query: z.string().max(8000) })
