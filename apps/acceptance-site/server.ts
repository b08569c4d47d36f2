import { startSite } from '@entente/site/server'

await startSite({ name: 'acceptance-site', build: new URL('./build/', import.meta.url) })
