import { helpIndex } from '@entente/site/help'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => ({ help: helpIndex(locals) })
