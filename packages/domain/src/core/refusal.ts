import type { Permission } from './permission.ts'
import type { Role } from './role.ts'

/** The refusals that belong to no noun. Every noun declares its own; `../refusal.ts` unions them all. */
export type CoreRefusal =
  | PermissionRefusal
  /** This cloud does not have the feature. */
  | { code: 'feature_off' }
  | { code: 'not_found' }
  /** The partner has not finished enrolling, or is de-authorised. */
  | { code: 'partner_not_enrolled' }
  | TooManyAttempts
  | { code: 'idempotency_key_reused' }
  /** The database or the API is away for a moment; a retry helps (R5). */
  | { code: 'unavailable'; retryAfterSeconds: number }
  | { code: 'invalid_input'; fields: Record<string, string[]> }

export type PermissionRefusal = {
  code: 'missing_permission'
  permission: Permission
  /** The roles that carry the permission, for the text that says whom to ask. */
  roles: readonly Role[]
}

export type TooManyAttempts = { code: 'too_many_attempts'; retryAfterSeconds: number }
