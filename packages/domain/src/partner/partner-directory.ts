import type { DirectoryFault } from '../identity/sign-in-directory.ts'

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
        | 'busy'
        | 'refused'
        | 'unverified'
        | 'unknown'
        | 'other_person'
        | 'other_address'
    }
