import { legacyEncodings } from '@entente/domain/core/csv'
import type { FormValues } from './form.ts'

type Words = { missing: string; tooLarge: string }

/** Reads what `csv-form.svelte` posts: the file, and its encoding once a person has confirmed how it reads. */
export const readCsvForm =
  (bytesMax: number, { missing, tooLarge }: Words) =>
  ({ encoding, seen = '' }: FormValues, form: FormData) => {
    const file = form.get('file')
    const wrong = (message: string) => ({ success: false as const, message })
    if (!(file instanceof File) || file.size === 0) return wrong(missing)
    if (file.size > bytesMax) return wrong(tooLarge)
    const known = legacyEncodings.find((name) => name === encoding) ?? null
    return { success: true as const, data: { file, encoding: known, seen } }
  }

/** The bytes of a file as the API takes them. */
export const inBase64 = async (file: File): Promise<string> =>
  Buffer.from(await file.arrayBuffer()).toString('base64')
