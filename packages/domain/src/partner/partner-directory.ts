/** A partner's own directory, as its global admin set it up (OpenID Connect). */
export type Directory = { issuer: string; clientId: string; clientSecret: string }

/** What a sign-in that left for a directory is recognised by when it comes back. */
export type Departure = { url: string; state: string; nonce: string; verifier: string }

/** Why a directory could not be used; `refused` is the person's or the directory's own no. */
export type DirectoryFault = 'address' | 'no_answer' | 'not_openid' | 'refused'

export type Arrival = { email: string | null; isVerified: boolean }

export type DirectoryAnswer<T> = { ok: true; value: T } | { ok: false; fault: DirectoryFault }

export type DirectoryClient = {
  /** Whether a directory may be at this address at all; nobody is asked. */
  mayBeAt: (issuer: string) => boolean
  /** Asks the directory what it is, and makes the address where the person signs in. */
  depart: (directory: Directory, redirectUri: string) => Promise<DirectoryAnswer<Departure>>
  /** Exchanges the code for who the person is; state, nonce, verifier, issuer and signature are checked. */
  arrive: (
    directory: Directory,
    returned: { url: string } & Pick<Departure, 'state' | 'nonce' | 'verifier'>,
  ) => Promise<DirectoryAnswer<Arrival>>
}

export type DirectoryRefusal =
  | { code: 'directory_missing' }
  | { code: 'directory_not_tested' }
  | { code: 'directory_unusable'; reason: DirectoryFault }
  | {
      code: 'directory_sign_in_refused'
      reason: 'over' | 'off' | 'no_answer' | 'refused' | 'unverified' | 'unknown' | 'other_address'
    }
