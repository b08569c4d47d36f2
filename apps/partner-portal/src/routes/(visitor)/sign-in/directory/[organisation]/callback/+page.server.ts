import { arriveFromDirectory, companyOf } from '#lib/partner/directory.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  refused: await arriveFromDirectory(event, companyOf(event)),
})
