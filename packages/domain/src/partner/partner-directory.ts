/** A partner's sign-in directory (OpenID Connect), as its global admin set it up. */
export type Directory = { issuer: string; clientId: string; clientSecret: string }

/** Where to send the person, and the values that recognise the sign-in when it comes back. */
export type Departure = { url: string; state: string; nonce: string; verifier: string }

/** Why a directory could not be used; `refused` means that the person or the directory declined. */
export type DirectoryFault = 'address' | 'no_answer' | 'not_openid' | 'refused'

/** `subject` is who the person is at the directory, for good; the address may become another person's. */
export type Arrival = { subject: string; email: string | null; isVerified: boolean }

export type DirectoryAnswer<T> = { ok: true; value: T } | { ok: false; fault: DirectoryFault }

export type DirectoryClient = {
  /** Whether a directory may be at this address at all; sends no request. */
  mayBeAt: (issuer: string) => boolean
  /** Asks the directory for its configuration, and returns the address where the person signs in. */
  depart: (directory: Directory, redirectUri: string) => Promise<DirectoryAnswer<Departure>>
  /** Exchanges the code for the person's address; checks state, nonce, verifier, issuer and signature. */
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
      reason:
        | 'over'
        | 'off'
        /** It was begun with another company's directory, or that directory's redirect address has changed. */
        | 'other_directory'
        | 'no_answer'
        | 'refused'
        | 'unverified'
        | 'unknown'
        | 'other_person'
        | 'other_address'
    }
