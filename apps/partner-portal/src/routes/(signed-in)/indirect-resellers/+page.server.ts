import { loadPartnerships } from '#lib/partner/partnerships.server.ts'

export const load = loadPartnerships
