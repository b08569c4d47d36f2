import { createHandle } from '@entente/site/handle'
import { createHandleError } from '@entente/site/handle-error'

export const handle = createHandle({
  audience: 'partner',
  linkPaths: ['/reset/', '/set-up/', '/enrol/confirm/', '/enrol/contact/', '/sign-in/directory/'],
  uploadPaths: ['/enrol/documents'],
})
export const handleError = createHandleError('partner-portal')
