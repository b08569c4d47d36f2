import { idOf } from '@entente/domain/core/id'
import { draftEdits } from '@entente/domain/relationship/saved-draft'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { parsed } from './draft-form.server.ts'

/** Discards a saved draft, and shows what it said, so that it can be taken back (U11). */
export const discardAction = (event: RequestEvent) =>
  formAction(event, {
    schema: (values) => {
      const id = idOf<'request_draft'>().safeParse(values.draftId)
      if (!id.success) notFound(event.locals.t)
      return { success: true, data: { id: id.data } }
    },
    send: (input) => event.locals.api.requestDraft.discard.mutate(input),
    elsewhere: { not_found: '/requests/new' },
    next: ({ edits }) => ({ discarded: edits }),
  })

/** Saves what a discarded draft said, under another id. */
export const restoreAction = (event: RequestEvent) =>
  formAction(event, {
    schema: ({ edits }) => z.object({ edits: draftEdits }).safeParse({ edits: parsed(edits) }),
    send: (input) => event.locals.api.requestDraft.save.mutate(input),
    next: '/requests/new',
  })
