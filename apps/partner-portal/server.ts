import { startSite } from '@entente/site/server'

await startSite({ name: 'partner-portal', build: new URL('./build/', import.meta.url) })
