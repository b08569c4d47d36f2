import type { Read } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'

/**
 * Reads a form about the company. Its `country`, which no form changes, decides how a phone number and an address are
 * read. A person who names themselves as the contact has the name and the address of their account.
 */
export function readCompanyForm<Schema extends z.ZodType>(
  event: RequestEvent,
  schema: Schema,
  values: Record<string, unknown>,
  country = requireSession(event).organisation?.country,
): Read<z.output<Schema>> {
  const { name, email } = requireSession(event).account
  return schema.safeParse({ ...values, ...(values.who === 'me' && { name, email }), country })
}
