import { webMailDomainInput } from '@entente/domain/enrolment/directory-input'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { listHref, textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

const done = ['added', 'there_already', 'built_in', 'removed'] as const

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    domains: await event.locals.api.operatorDirectory.webMail.query(),
    done: done.find((what) => what === event.url.searchParams.get('done')),
    domain: textOf(event.url.searchParams, 'domain', 253),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  add: (event) =>
    formAction(event, {
      schema: readDomain(event),
      press: 'operator.web_mail.add',
      send: (input) => event.locals.api.operatorDirectory.addWebMail.mutate(input),
      next: ({ domain, result }) => pathOf(domain, result),
    }),
  remove: (event) =>
    formAction(event, {
      schema: readDomain(event),
      press: 'operator.web_mail.remove',
      send: (input) => event.locals.api.operatorDirectory.removeWebMail.mutate(input),
      next: ({ domain }) => pathOf(domain, 'removed'),
    }),
}

const pathOf = (domain: string, what: (typeof done)[number]) =>
  listHref('/directory/web-mail', { domain, done: what })

const readDomain =
  ({ locals: { t } }: RequestEvent) =>
  (values: FormValues): Read<z.output<typeof webMailDomainInput>> => {
    const input = webMailDomainInput.safeParse(values)
    return input.success
      ? input
      : { success: false, fields: { domain: [t('operator.web_mail.domain.invalid')] } }
  }
