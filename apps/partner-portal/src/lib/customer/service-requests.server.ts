import { documentBytesMax } from '@entente/domain/core/attachment'
import { requestListInput } from '@entente/domain/customer/service-request'
import { filtersIn } from '@entente/site/list-filters'
import { textOf } from '@entente/site/list-href'

/** The list's state in its address. */
export const readRequestFilters = (parameters: URLSearchParams) => ({
  ...filtersIn(requestListInput.shape, ['status', 'severity', 'search'], parameters).filters,
  cursor: textOf(parameters, 'cursor', 1000),
})

/** A chosen file that fits; an empty field is none. */
export function attachmentIn(form: FormData): { file: File | null; isTooLarge: boolean } {
  const file = form.get('file')
  if (!(file instanceof File) || file.size === 0) return { file: null, isTooLarge: false }
  return { file, isTooLarge: file.size > documentBytesMax }
}

export const tooLarge = { code: 'document_refused', reason: 'too_large' } as const

/** A file as the API takes it. */
export const encoded = async (file: File | null) =>
  file
    ? {
        attachment: {
          name: file.name || '-',
          content: Buffer.from(await file.arrayBuffer()).toString('base64'),
        },
      }
    : {}
