import { may } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import { isFresh, isRemovedNow, readListState } from '#lib/relationship/partner-list.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation, roles } = requireSession(event)
  const { api } = event.locals
  const { searchParams } = event.url
  const state = readListState(searchParams)
  const list = await api.partnerRelationships.list.query({
    search: state.search || undefined,
    service: state.service || undefined,
    ...{ state: state.state, cursor: state.cursor },
  })
  const named = async (parameter: 'removed' | 'moved') => {
    const id = searchParams.get(parameter)
    const partner = list.partners.find((row) => row.id === id)
    if (partner || !id || id === 'all') return partner
    return (await api.partnerRelationships.get.query({ partnerId: id }).catch(() => undefined))?.partner
  }
  const agreement = await api.agreementRenewal.get.query()
  const now = new Date()
  const removed = await named('removed')
  const moved = await named('moved')
  const got = moved?.services.filter(({ since }) => isFresh(since, now)).map(({ name }) => name) ?? []
  return {
    ...list,
    state,
    // Only what has really happened: a link must not be able to claim a removal or a move.
    removed: removed?.services.some((service) => isRemovedNow(service, now)) ? removed : undefined,
    moved: moved && got.length > 0 ? { legalName: moved.legalName, services: got } : undefined,
    /** A newer version than the customer signed is in force, and a partner relies on it. */
    dueAgreement: agreement.isDue ? agreement.current : undefined,
    // Only what has really happened, as above.
    acceptedAgreement:
      searchParams.has('accepted') && agreement.isSigned && isFresh(agreement.signed?.at ?? null, now)
        ? agreement.current
        : undefined,
    isAllRemoved: searchParams.get('removed') === 'all' && list.counts.holding === 0,
    organisation: organisation?.legalName ?? '',
    mayDecide: may('customer', roles, 'partner_relationships.remove_roles'),
  }
}
