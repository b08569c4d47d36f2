import { loadPartnership } from '#lib/partner/partnerships.server.ts'

export const load = loadPartnership
