import type { Translate } from '@entente/i18n/translate'
import type { PageData } from '@entente/site/page-data'
import { page } from '$app/state'

/** What the root layout gives to every page and error page, for components that no page passes its data to. */
export const siteData = () => page.data as PageData & { t: Translate }
