import { pageData } from '@entente/site/page-data'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => ({
  ...(await pageData(event)),
  /** Whether there are partners to find. */
  hasDirectory: event.locals.cloud.businessProfile.isOn,
})
