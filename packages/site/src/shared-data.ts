import type { Translate } from '@entente/i18n/translate'
import { page } from '$app/state'
import type { PageData } from './page-data.ts'

/**
 * What the root layout tells every page, for components that no page hands it to. SvelteKit types `page.data` as what
 * server loads return too, which lack the words, so the type is named here: the root layout's load fills it.
 */
export const sharedData = () => page.data as PageData & { t: Translate }
