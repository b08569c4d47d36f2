import { startSite } from '@entente/site/server'

// A document of an application has 5 MiB at most; the API says so to whoever sends a little more.
const bodyBytesMax = 6 * 1024 * 1024

await startSite({ name: 'partner-portal', build: new URL('./build/', import.meta.url), bodyBytesMax })
