import { controlData, controlPartner } from '#lib/operator/control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  controlData(event, 'withdrawDeauthorisation', (await event.parent()).can.deauthorise)

export const actions: Actions = {
  default: (event) => controlPartner(event, 'withdrawDeauthorisation'),
}
