import { createHandle } from '@entente/site/handle'
import { createHandleError } from '@entente/site/handle-error'

export const handle = createHandle({
  audience: 'customer',
  // A link opens for everybody with the same card; its decision reads everything again under locks.
  sharedRoutes: ['/(invitation)/invitation/[token]'],
  linkPaths: ['/invitation/', '/confirm/', '/reset/'],
})
export const handleError = createHandleError('acceptance-site')
