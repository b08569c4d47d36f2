import { earliestEnd } from '@entente/domain/operator/partner-control'
import { announce, controlData } from '#lib/operator/control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  ...(await controlData(event, 'announceDeauthorisation', (await event.parent()).can.deauthorise)),
  earliest: earliestEnd(new Date()),
})

export const actions: Actions = {
  default: announce,
}
