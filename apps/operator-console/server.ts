import { startSite } from '@entente/site/server'

// A file for the membership directory, and the form around it.
const bodyBytesMax = 1.25 * 1024 * 1024

await startSite({ name: 'operator-console', build: new URL('./build/', import.meta.url), bodyBytesMax })
