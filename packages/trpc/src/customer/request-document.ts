import { insertAudit } from '@entente/db/core/audit'
import type { Scoped } from '@entente/db/core/scopes'
import {
  findRequestDocument,
  findRequestDocumentContent,
} from '@entente/db/customer/service-request-documents'
import type { Id } from '@entente/domain/core/id'
import type { Context, RequestContext } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { refused } from '../core/refused.ts'

/**
 * An attachment that the reader's scope sees, with its content from the database, or after the transaction from the store. The
 * partner's audit says who read it.
 */
export async function readRequestDocument(
  ctx: RequestContext & Context,
  documentId: Id<'service_request_document'>,
  inScope: <T>(work: (db: Scoped<'partner' | 'operator'>) => Promise<T>) => Promise<T>,
) {
  const [document, kept] = await inScope(async (db) => {
    const found = await findRequestDocument(db, documentId)
    if (!found) throw refused({ code: 'not_found' })
    const { partnerId: organisationId, serviceRequestId } = found
    const action = 'service_request.document_read' as const
    const entry = { organisationId, action, payload: { documentId, serviceRequestId } }
    await insertAudit(db, actorOf(ctx), [entry], ctx.now)
    return [found, await findRequestDocumentContent(db, { partnerId: organisationId, documentId })] as const
  })
  const { partnerId: organisationId, fileName, mediaType } = document
  const content = kept ?? (await ctx.outside.documents?.get({ organisationId, documentId }))
  if (!content) throw refused({ code: 'not_found' })
  return { fileName, mediaType, content: content.toString('base64') }
}
