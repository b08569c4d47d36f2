import { accessLogInput } from '@entente/domain/relationship/access-record'
import type { Translate } from '@entente/i18n/translate'
import type { Api } from '@entente/site/api'
import { filtersIn } from '@entente/site/list-filters'

export type Access = Awaited<ReturnType<Api['accessLog']['list']['query']>>['entries'][number]

export const readFilters = (parameters: URLSearchParams) =>
  filtersIn(accessLogInput.shape, ['partner', 'service', 'search', 'from', 'until'], parameters)

/** What a partner's person did: "Opened Azure". */
export const whatWasDone = (
  t: Translate,
  { act, serviceName }: Pick<Access, 'act' | 'serviceName'>,
): string =>
  act === 'customer_services.open' || act === 'service_requests.create'
    ? t(`acceptance.access.act.${act}`, { service: serviceName ?? '' })
    : t(`acceptance.access.act.${act}`)
