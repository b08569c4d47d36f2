import { createHandle } from '@entente/site/handle'
import { createHandleError } from '@entente/site/handle-error'

export const handle = createHandle({
  audience: 'customer',
  linkPaths: ['/invitation/', '/confirm/', '/reset/'],
})
export const handleError = createHandleError('acceptance-site')
