import { documentBytesMax, documentTypes } from '@entente/domain/core/attachment'
import { fileTypeFromBuffer } from 'file-type'
import { refused } from './refused.ts'

/** The media type of an upload, by its content, whatever its name says; refused when it is none that we take. */
export async function documentTypeOf(content: Buffer): Promise<string> {
  if (content.length === 0) throw refused({ code: 'document_refused', reason: 'empty' })
  if (content.length > documentBytesMax) throw refused({ code: 'document_refused', reason: 'too_large' })
  const found = await fileTypeFromBuffer(content)
  const type = documentTypes.find((known) => known === found?.mime)
  if (!type) throw refused({ code: 'document_refused', reason: 'type' })
  return type
}
