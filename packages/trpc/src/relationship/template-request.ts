import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import { insertRequest } from '@entente/db/relationship/relationship-requests'
import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import { writtenDraft } from '@entente/domain/relationship/relationship-request'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { buildDraft } from './draft.ts'

/** Records a request in the cloud's own words, whose recipients follow. */
export async function insertTemplateRequest(
  ctx: Context & { db: PartnerDb; session: PartnerSession },
  wanted: { language: Locale; withPrivileges: boolean },
): Promise<Id<'request'>> {
  const { db, session, now } = ctx
  const { draft, link } = await buildDraft(ctx, wanted)
  const { subject, paragraphs } = writtenDraft(draft, draft)
  const id = newId<'request'>()
  await insertRequest(db, {
    ...{ id, partnerId: session.organisation.id, linkId: link.id, kind: 'sent', subject, paragraphs },
    ...{ authorId: session.account.id, authorName: session.account.name, templateSubject: subject },
    ...{ preparedFor: null, relationshipId: null, createdAt: now },
    ...{ language: wanted.language, withPrivileges: draft.withPrivileges },
  })
  return id
}
