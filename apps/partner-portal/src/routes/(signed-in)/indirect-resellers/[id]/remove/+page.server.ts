import { loadRemoval, removePartnership } from '#lib/partner/partnerships.server.ts'
import type { Actions } from './$types'

export const load = loadRemoval

export const actions: Actions = { default: removePartnership }
