import { customerPeriods } from '@entente/domain/relationship/customer-list-sizes'
import { countryName } from '@entente/i18n/format'
import type { PlainKey, Translate } from '@entente/i18n/translate'
import type { ListState } from './customer-list-query.ts'

type Option = { value: string; label: string }

/** One filter of the list of customers, with what can be chosen. */
export type CustomerFilter = {
  name: string
  label: PlainKey
  /** The words for not filtering. */
  all: PlainKey
  options: Option[]
  value: string | undefined
}

type Known = {
  services: readonly { id: string; name: string }[]
  countries: readonly string[]
  origins: readonly ('acceptance' | 'import' | 'created')[]
  tags: readonly string[]
}

/** The filters of the list. Those with nothing to choose between are left out unless they are in force. */
export function filtersOf(t: Translate, state: ListState, known: Known): CustomerFilter[] {
  const services = known.services.map(({ id: value, name: label }) => ({ value, label }))
  const periods = customerPeriods.map((days) => ({
    value: String(days),
    label: t('portal.customers.filter.since.days', { count: String(days) }),
  }))
  const missing = [
    { value: 'any', label: t('portal.customers.filter.missing.any') },
    { value: 'all', label: t('portal.customers.filter.missing.all_of_them') },
    ...services,
  ]
  const filter = (name: keyof ListState & string, label: PlainKey, all: PlainKey, options: Option[]) => ({
    ...{ name, label, all, options, value: state[name] === undefined ? undefined : String(state[name]) },
  })
  // What is in force can be chosen even if no customer has it: an address may outlive its last match.
  const named = <Value extends string>(
    values: readonly Value[],
    chosen: Value | undefined,
    nameOf: (value: Value) => string,
  ) =>
    [...new Set(chosen === undefined ? values : [...values, chosen])]
      .map((value) => ({ value, label: nameOf(value) }))
      .toSorted((one, other) => one.label.localeCompare(other.label, t.locale))
  const origins = named(known.origins, state.origin, (value) => t(`common.customer_origin.${value}`))
  const requests = [{ value: 'open', label: t('portal.customers.filter.requests.open') }]
  return [
    filter('service', 'portal.customers.filter.service', 'portal.customers.filter.service.all', services),
    filter('missing', 'portal.customers.filter.missing', 'portal.customers.filter.missing.all', missing),
    filter(
      'country',
      'common.field.country',
      'portal.customers.filter.country.all',
      named(known.countries, state.country, (code) => countryName(t.locale, code)),
    ),
    filter('origin', 'portal.customers.column.origin', 'portal.customers.filter.origin.all', origins),
    filter(
      'tag',
      'portal.customers.filter.tag',
      'portal.customers.filter.tag.all',
      named(known.tags, state.tag, (tag) => tag),
    ),
    filter('requests', 'portal.customers.filter.requests', 'portal.customers.filter.requests.all', requests),
    filter('since', 'portal.customers.filter.since', 'portal.customers.filter.since.all', periods),
    filter('lost', 'portal.customers.filter.lost', 'portal.customers.filter.missing.all', periods),
  ].filter(({ name, options, value }) => value || !['tag', 'origin'].includes(name) || options.length > 0)
}
