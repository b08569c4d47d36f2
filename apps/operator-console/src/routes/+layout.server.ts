import { pageData } from '@entente/site/page-data'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => pageData(event)
