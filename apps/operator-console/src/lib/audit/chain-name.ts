import type { Translate } from '@entente/i18n/translate'

/** The nil id names the instance's own chain. */
const instanceChain = '00000000-0000-0000-0000-000000000000'

/** Whose chain it is, in words. */
export function chainName(t: Translate, chain: string, organisation: string | null): string {
  if (chain === instanceChain) return t('operator.audit.instance')
  return organisation ?? t('operator.audit.unknown_organisation')
}
