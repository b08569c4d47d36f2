import type { MpnProfile } from './mpn-profile.ts'

/** What a membership sign-in finds. A wrong user name and a wrong password get the same answer. */
export type MembershipAnswer =
  | { result: 'ok'; profiles: MpnProfile[] }
  | { result: 'wrong_credentials' }
  | { result: 'unavailable' }

/**
 * The membership directory that an instance asks. It is never called inside a transaction, and neither
 * side keeps the password.
 */
export type MembershipDirectory = {
  signIn: (userName: string, password: string) => Promise<MembershipAnswer>
}
