import type { ImportFault } from '@entente/domain/customer/import-row'
import type { Translate } from '@entente/i18n/translate'

/** What is wrong with a row, with its column. */
export function faultText(t: Translate, { column, fault, first }: ImportFault): string {
  const text =
    fault === 'twice'
      ? t('portal.imports.fault.twice', { first: String(first ?? '') })
      : t(`portal.imports.fault.${fault}`)
  return `${column ? t(`portal.imports.field.${column}`) : t('portal.imports.bad.whole')}: ${text}`
}
