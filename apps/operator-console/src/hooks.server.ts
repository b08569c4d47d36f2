import { createHandle } from '@entente/site/handle'
import { createHandleError } from '@entente/site/handle-error'

export const handle = createHandle({
  audience: 'operator',
  linkPaths: ['/reset/', '/set-up/'],
  uploadPaths: ['/directory/import'],
})
export const handleError = createHandleError('operator-console')
