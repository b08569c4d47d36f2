/** Where a field's control is found: the error summary links there, and tests and scripts may rely on it. */
export const fieldId = (name: string): string => `field-${name}`

/** What a control inside a Field must carry. */
export type FieldControl = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  /** Without scripts this brings the focus to the first field with an error; browsers take the first of several. */
  autofocus: true | undefined
}

/** The attributes that tie a control to its label, hint and error. */
export function fieldControl(
  name: string,
  hint: string | undefined,
  error: string | undefined,
): FieldControl {
  const id = fieldId(name)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    autofocus: error ? true : undefined,
  }
}

/** What every field component takes. */
export type FieldProps = {
  name: string
  label: string
  hint?: string | undefined
  /** One message or several, as a schema gives them; the first is shown. */
  error?: string | readonly string[] | undefined
  /** A word such as "optional", shown after the label. */
  mark?: string | undefined
}

export const firstError = (error: FieldProps['error']): string | undefined =>
  typeof error === 'string' ? error || undefined : error?.[0]
