import { loadShared } from '#lib/relationship/shared-customers.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({ shared: await loadShared(event) })
