import { newId } from '@entente/db/core/new-id'
import {
  dropOldestDrafts,
  findDraft,
  listDrafts,
  lockDraft,
  type SavedDraft,
  saveDraft,
} from '@entente/db/relationship/request-drafts'
import { type Id, idOf } from '@entente/domain/core/id'
import { mayHandOut } from '@entente/domain/relationship/relationship-link'
import { wantedDraft, writtenDraft } from '@entente/domain/relationship/relationship-request'
import { applyEdits, type DraftEdits, draftEdits, mergeEdits } from '@entente/domain/relationship/saved-draft'
import { z } from 'zod'
import { partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { buildDraft, endDraft, mailOf, refuseUnlessOpen } from './draft.ts'

/** Requests that a partner's people still write. All who may write one share them. */
export const requestDraft = t.router({
  /** Newest first, without those whose link the person may not hand out (D-06). */
  list: partnerQuery('relationship_request.prepare').query(({ ctx: { db, cloud, session } }) =>
    listDrafts(db, session.organisation.id, mayHandOut(cloud, session.roles, true)),
  ),

  get: partnerQuery('relationship_request.prepare')
    .input(z.object({ id: idOf<'request_draft'>() }))
    .query(({ ctx, input: { id } }) => openedDraft(ctx, id)),

  /**
   * Saves a draft, or a new one. If a colleague saved it since this person read it, as `base`, both are joined; where both
   * changed the same part, the person sees both versions and nothing is saved (U25). Only a person who may ask for privileges
   * saves a draft that asks for them, before or after.
   */
  save: partnerMutation('relationship_request.prepare')
    .input(
      z.object({
        edits: draftEdits,
        id: idOf<'request_draft'>().optional(),
        /** What the person read: its version, and its edits. */
        version: z.number().int().positive().optional(),
        base: draftEdits.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { db, session, now } = ctx
      const partnerId = session.organisation.id
      const stored = input.id && (await lockDraft(db, partnerId, input.id))
      if (input.id && !stored) throw refused({ code: 'not_found' })
      for (const edits of [input.edits, ...(stored ? [stored.edits] : [])]) refuseUnlessOpen(ctx, edits)
      const edits = stored ? joined(stored, input) : input.edits
      const version = (stored ? stored.version : 0) + 1
      const id = input.id ?? newId<'request_draft'>()
      await saveDraft(db, { partnerId, id, version, edits, savedBy: session.account.id, savedAt: now })
      if (!stored) await dropOldestDrafts(db, partnerId)
      return { id, version, edits, savedAt: now }
    }),

  /** Answers with what the draft said, so that it can be saved again (U11). */
  discard: partnerMutation('relationship_request.prepare')
    .input(z.object({ id: idOf<'request_draft'>() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const edits = await endDraft(ctx, { id })
      if (!edits) throw refused({ code: 'not_found' })
      return { id, edits }
    }),

  /** The mail of a saved draft, or of the template, as the recipient would get it now (U6). */
  preview: partnerQuery('relationship_request.prepare')
    .input(wantedDraft.extend({ id: idOf<'request_draft'>().optional() }))
    .query(async ({ ctx, input: { id, ...chosen } }) => {
      const saved = id && (await openedDraft(ctx, id))
      const { privilegesChoice } = ctx.cloud.requests
      const wanted = saved
        ? { ...saved.edits, withPrivileges: privilegesChoice ? saved.edits.withPrivileges : undefined }
        : chosen
      const language = wanted.language ?? ctx.cloud.defaultLocale
      const { draft, ...built } = await buildDraft(ctx, { ...wanted, language })
      const written = writtenDraft(saved ? applyEdits(draft, saved.edits) : draft, draft)
      const mail = await mailOf(ctx, draft, { ...built, written })
      // What people copy has nothing around it that the platform would add.
      return ctx.cloud.requests.sendForMe ? mail : { ...mail, text: written.text }
    }),
})

/** A saved draft, for a person who may hand out its link. */
async function openedDraft(
  ctx: Parameters<typeof endDraft>[0],
  id: Id<'request_draft'>,
): Promise<SavedDraft> {
  const draft = await findDraft(ctx.db, ctx.session.organisation.id, id)
  if (!draft) throw refused({ code: 'not_found' })
  refuseUnlessOpen(ctx, draft.edits)
  return draft
}

function joined(
  { version, edits: theirs, savedBy: by }: SavedDraft,
  read: { edits: DraftEdits; version?: number | undefined; base?: DraftEdits | undefined },
): DraftEdits {
  if (version === read.version) return read.edits
  const template = { ...theirs, subject: null, paragraphs: {}, recipients: '' }
  const { merged, conflicts, read: seen } = mergeEdits(read.base ?? template, read.edits, theirs)
  if (conflicts.length > 0) throw refused({ code: 'draft_changed', by, conflicts, base: seen })
  return merged
}
