import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, cloud }, parent, url }) => {
  const { record } = await parent()
  const endRequest = await api.endRequests.atCustomer.query({ id: record.id })
  const mayHelp = record.account.origin === 'created' && record.acts['customers.add'].access === 'allowed'
  return {
    /** A partner that added the customer helps its first admin to sign in; one for which a provider did so does not. */
    hasFirstAdmin: mayHelp && (await api.addedCustomers.firstAdmin.query({ id: record.id })) !== null,
    endRequest: endRequest?.status === 'open' ? endRequest : null,
    agreement: cloud.agreements.partner.name,
    isJustRemoved: url.searchParams.has('removed') && record.removed !== null,
  }
}
