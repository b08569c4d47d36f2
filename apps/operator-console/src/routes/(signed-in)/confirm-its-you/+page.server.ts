import { confirmData, confirmItsYou } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { method, ...data } = await confirmData(event)
  if (method === 'directory') redirect(303, `/confirm-its-you/directory${event.url.search}`)
  return { ...data, method }
}

export const actions: Actions = {
  default: confirmItsYou,
}
