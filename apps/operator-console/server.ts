import { startSite } from '@entente/site/server'

await startSite({ name: 'operator-console', build: new URL('./build/', import.meta.url) })
