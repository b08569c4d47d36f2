import { startSite } from '@entente/site/server'

// A document may have 5 MiB. With this margin, a slightly larger one still gets the proper refusal.
const bodyBytesMax = 6 * 1024 * 1024

await startSite({ name: 'partner-portal', build: new URL('./build/', import.meta.url), bodyBytesMax })
