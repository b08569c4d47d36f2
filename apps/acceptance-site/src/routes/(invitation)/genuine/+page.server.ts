import type { PageServerLoad } from './$types'

/** Where the links in our mails lead: to this site, as the person typed it. */
export const load: PageServerLoad = ({ url }) => ({ linksBeginWith: `${url.origin}/` })
