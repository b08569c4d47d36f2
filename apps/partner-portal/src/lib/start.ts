import { may } from '@entente/domain/permission'
import type { CurrentSession } from '@entente/site/locals'

/** The first page that the person's roles may open. */
export const startOf = ({ roles }: CurrentSession): string =>
  may('partner', roles, 'customers.view') ? '/customers' : '/account'
