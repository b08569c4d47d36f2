import { idOf } from '@entente/domain/core/id'
import { may, rolesFor } from '@entente/domain/core/permission'
import { composeText, sentParagraphs } from '@entente/domain/relationship/relationship-request'
import { roleNames } from '@entente/i18n/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { sendAgainAction } from '#lib/relationship/send-again.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud, t } = event.locals
  const { roles } = requireSession(event)
  event.depends('list:requests')
  const id = idOf<'request'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const { counter } = await api.relationshipRequest.counter.query()
  const entry = await api.relationshipRequest.get.query({ id: id.data })
  const withheld = { roles: roleNames(t, rolesFor('relationship_request.include_privileges')) }
  const link = entry.link ?? t('portal.log_entry.text.link_withheld', withheld)
  const needed =
    entry.withPrivileges && cloud.requests.privilegesChoice
      ? 'relationship_request.include_privileges'
      : 'relationship_request.prepare'
  return {
    counter,
    entry,
    idempotencyKey: newIdempotencyKey(),
    isJustSent: event.url.searchParams.has('sent'),
    isSentAgain: event.url.searchParams.has('again'),
    text: composeText(sentParagraphs(entry.paragraphs), link),
    maySendAgain: cloud.requests.sendForMe && may('partner', roles, needed),
  }
}

export const actions: Actions = {
  sendAgain: (event) => sendAgainAction(event, () => `/requests/${event.params.id}?again`),
}
