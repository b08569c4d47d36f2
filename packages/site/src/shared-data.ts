import type { Translate } from '@entente/i18n/translate'
import { page } from '$app/state'
import type { PageData } from './page-data.ts'

/**
 * The root layout's data, for components that do not get it as a prop. SvelteKit's type of `page.data` also covers what
 * server loads return, which have no `t`. The cast is safe, because the root layout's load adds it.
 */
export const sharedData = () => page.data as PageData & { t: Translate }
