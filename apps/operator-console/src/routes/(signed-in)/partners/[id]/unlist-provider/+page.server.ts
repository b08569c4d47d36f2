import { controlData, controlPartner } from '#lib/operator/control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  controlData(event, 'unlistProvider', (await event.parent()).can.listProviders)

export const actions: Actions = {
  default: (event) => controlPartner(event, 'unlistProvider'),
}
