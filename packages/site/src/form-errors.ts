import { fieldErrorText } from '@entente/i18n/refusal'
import type { Translate } from '@entente/i18n/translate'
import type { z } from 'zod'
import type { FormValues } from './form.ts'

type Issue = z.core.$ZodIssue

/** A readable message for every issue, by field name. A nested field's name contains dots. */
export function fieldMessages(t: Translate, error: z.ZodError, values: FormValues): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const issue of error.issues) {
    const name = issue.path.join('.')
    fields[name] ??= []
    fields[name].push(messageOf(t, name, issue, values))
  }
  return fields
}

function messageOf(t: Translate, name: string, issue: Issue, values: FormValues): string {
  if (issue.message === 'not ticked') return fieldErrorText(t, issue.message)
  const value = values[name]
  if (value === undefined || value.trim() === '') return t('common.field_error.required')
  if (issue.code === 'too_big') return t('common.field_error.too_long', { max: Number(issue.maximum) })
  if (name === 'email' || issue.message === 'not an e-mail address') return t('common.field_error.email')
  if (name === 'country') return t('common.field_error.country')
  if (issue.code === 'invalid_value') return t('common.field_error.choice')
  return fieldErrorText(t, issue.message)
}
