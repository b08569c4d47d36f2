import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, cloud }, parent, url }) => {
  const { record } = await parent()
  const endRequest = await api.endRequests.atCustomer.query({ id: record.id })
  return {
    endRequest: endRequest?.status === 'open' ? endRequest : null,
    agreement: cloud.agreements.partner.name,
    isJustRemoved: url.searchParams.has('removed') && record.removed !== null,
  }
}
