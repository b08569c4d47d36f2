import { findPartner } from '#lib/operator/find-partner.ts'
import type { PageServerLoad } from './$types'

const acts = [
  'suspended',
  'lifted',
  'frozen',
  'thawed',
  'revoked',
  'announced',
  'withdrawn',
  'deauthorised',
  'listed',
  'unlisted',
  'referred',
] as const

export const load: PageServerLoad = async (event) => ({
  ...(await findPartner(event, event.params.id)),
  now: new Date(),
  done: acts.find((act) => act === event.url.searchParams.get('done')),
})
