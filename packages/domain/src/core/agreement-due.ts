import type { Agreement } from './cloud.ts'

type Signed = Pick<Agreement, 'name' | 'version'>

/**
 * Whether somebody that signed an agreement here has not signed the version that its cloud names now. A partner that the operator
 * set up has signed elsewhere, and a customer that its partner added nowhere: nothing says which version.
 */
export const isAgreementDue = (current: Signed, signatures: readonly Signed[]): boolean =>
  signatures.length > 0 &&
  !signatures.some(({ name, version }) => name === current.name && version === current.version)
