import type { Translate } from '@entente/i18n/translate'

/** The nil id names the instance's own chain. */
const instanceChain = '00000000-0000-0000-0000-000000000000'

/** The name of the chain's owner. */
export function chainName(t: Translate, chain: string, organisation: string | null): string {
  if (chain === instanceChain) return t('operator.audit.instance')
  return organisation ?? t('operator.audit.unknown_organisation')
}
