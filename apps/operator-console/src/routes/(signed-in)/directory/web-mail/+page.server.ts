import { webMailDomainInput } from '@entente/domain/enrolment/directory-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { listHref, textOf } from '#lib/core/list-href.ts'
import type { Actions, PageServerLoad } from './$types'

const done = ['added', 'there_already', 'built_in', 'removed'] as const
type Done = (typeof done)[number]

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
    change(event, async (input) => {
      const { domain, result } = await event.locals.api.operatorDirectory.addWebMail.mutate(input)
      return { domain, done: result }
    }),
  remove: (event) =>
    change(event, async (input) => {
      const { domain } = await event.locals.api.operatorDirectory.removeWebMail.mutate(input)
      return { domain, done: 'removed' }
    }),
}

type Change = (input: { domain: string; idempotencyKey: string }) => Promise<{ domain: string; done: Done }>

/** Calls `work` and returns to the list, or shows what is wrong with the domain. */
async function change(event: RequestEvent, work: Change) {
  requireSession(event)
  const { t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  const parsed = webMailDomainInput.safeParse(values)
  if (!parsed.success) {
    const failure = failWithFields(t, parsed.error, values)
    failure.data.fields = { domain: [t('operator.web_mail.domain.invalid')] }
    return failure
  }
  let outcome: Awaited<ReturnType<Change>>
  try {
    outcome = await work({ ...parsed.data, idempotencyKey })
  } catch (cause) {
    return failWith(cause, t, values)
  }
  redirect(303, listHref('/directory/web-mail', outcome))
}
