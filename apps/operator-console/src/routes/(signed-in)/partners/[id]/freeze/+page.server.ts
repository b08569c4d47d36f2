import { controlData, controlPartner } from '#lib/operator/control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  controlData(event, 'freeze', (await event.parent()).can.suspend)

export const actions: Actions = {
  default: (event) => controlPartner(event, 'freeze'),
}
