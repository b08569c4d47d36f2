import { arriveFromDirectory } from '#lib/partner/directory.server.ts'
import type { PageServerLoad } from './$types'

/** The redirect address that all directories shared. Those that were saved before each had its own still use it. */
export const load: PageServerLoad = async (event) => ({ refused: await arriveFromDirectory(event) })
