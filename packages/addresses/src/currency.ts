import type { Cloud } from '@entente/domain/core/cloud'
import countryToCurrency from 'country-to-currency'

/** The currency in which a partner of this country (ISO 3166-1) buys: its own if the cloud sells in that, or else the first. */
export function currencyOf(
  country: string,
  { subscriptions: { currencies } }: Pick<Cloud, 'subscriptions'>,
): string {
  const own = new Map<string, string>(Object.entries(countryToCurrency)).get(country)
  const currency = own && currencies.includes(own) ? own : currencies[0]
  if (!currency) throw new Error('A cloud sells in at least one currency.')
  return currency
}
