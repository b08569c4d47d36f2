/** The id of a field's control. The error summary links to it, and tests and scripts may rely on it. */
export const fieldId = (name: string): string => `field-${name}`

/** The attributes that a control inside a Field must have. */
export type FieldControl = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  /** Without scripts this focuses the first field with an error; browsers take the first of several. */
  autofocus: true | undefined
}

/** The attributes that connect a control with its label, hint and error. */
export function fieldControl(name: string, hint: unknown, error: string | undefined): FieldControl {
  const id = fieldId(name)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    autofocus: error ? true : undefined,
  }
}

/** The props of every field component. */
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
