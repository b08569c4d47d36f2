import { may, type Permission, permissions } from '@entente/domain/core/permission'
import type { PartnerRole } from '@entente/domain/core/role'

/** A permission of partners; the help on roles has a sentence for each. */
export type PartnerPermission = {
  [P in Permission]: (typeof permissions)[P]['audience'] extends 'partner' ? P : never
}[Permission]

export const partnerPermissions = (Object.keys(permissions) as Permission[]).filter(
  (permission): permission is PartnerPermission => permissions[permission].audience === 'partner',
)

/** What a role may do, according to the table that the API itself uses. */
export const permissionsOf = (role: PartnerRole): PartnerPermission[] =>
  partnerPermissions.filter((permission) => may('partner', [role], permission))
