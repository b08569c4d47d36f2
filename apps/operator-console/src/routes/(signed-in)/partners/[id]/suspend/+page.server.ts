import { controlData, tellPartner } from '#lib/operator/control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  controlData(event, 'suspend', (await event.parent()).can.suspend)

export const actions: Actions = {
  default: (event) => tellPartner(event, 'suspend'),
}
