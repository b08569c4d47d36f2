import { phoneAsTyped } from '@entente/domain/core/typed-text'
import type { Translate } from '@entente/i18n/translate'
import type { Api } from '@entente/site/api'

export type RegisterRow = Awaited<ReturnType<Api['accessRegister']['list']['query']>>['rows'][number]

/** What the partner may do: "Delegated admin privileges", or that it may not now, or nothing. */
export function rightsOf(t: Translate, { grant }: RegisterRow): string {
  if (!grant) return t('acceptance.register.none')
  return t(grant.isFrozen ? 'acceptance.register.frozen' : 'common.term.delegated_admin_privileges')
}

export const contactOf = ({ partner: { support } }: RegisterRow): string[] =>
  [support.email, support.phone && phoneAsTyped(support.phone), support.website].filter(
    (way): way is string => Boolean(way),
  )
