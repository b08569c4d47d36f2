import { startSite } from '@entente/site/server'

// Room for a file for the membership directory and the rest of its form.
const bodyBytesMax = 1.25 * 1024 * 1024

await startSite({ name: 'operator-console', build: new URL('./build/', import.meta.url), bodyBytesMax })
