import { helpPage } from '@entente/site/help'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params }) => ({ help: helpPage(locals, params.page) })
