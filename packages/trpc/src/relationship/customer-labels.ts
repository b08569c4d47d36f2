import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import {
  changeTags,
  listTags,
  lockLabelled,
  lockMatching,
  saveLabels,
} from '@entente/db/relationship/customer-labels'
import { deleteView, listViews, saveView } from '@entente/db/relationship/customer-views'
import { idOf } from '@entente/domain/core/id'
import {
  labelInput,
  labelledInput,
  relabel,
  saveViewInput,
} from '@entente/domain/relationship/customer-label'
import { tagMatchingInput } from '@entente/domain/relationship/customer-list'
import { labelLimits, viewsMax } from '@entente/domain/relationship/customer-list-sizes'
import { z } from 'zod'
import { actorOf, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** What a partner notes of its customers for itself: an alias and tags. */
export const customerLabels = t.router({
  /** The labels of some customers, and the tags in use. */
  get: partnerQuery('customers.label')
    .input(labelledInput)
    .query(async ({ ctx: { db, session }, input: { ids } }) => {
      const partnerId = session.organisation.id
      const customers = await lockLabelled(db, partnerId, ids)
      if (customers.length < new Set(ids).size) throw refused({ code: 'not_found' })
      return { customers, tags: await listTags(db, partnerId) }
    }),

  save: partnerMutation('customers.label')
    .input(labelInput)
    .mutation(async ({ ctx, input: { ids, aliases, add, remove } }) => {
      const { db, session, now } = ctx
      const partnerId = session.organisation.id
      const found = await lockLabelled(db, partnerId, ids)
      if (found.length < new Set(ids).size) throw refused({ code: 'not_found' })
      const labels = found.map(({ id, name: _, ...label }) => ({
        id,
        ...settled(relabel(label, { alias: aliases[id] ?? null, add, remove })),
      }))
      await saveLabels(db, partnerId, labels)
      const payload = { relationshipIds: labels.map(({ id }) => id) }
      const entry = { organisationId: partnerId, action: 'customer.labelled' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return { changed: labels.length }
    }),

  /** Changes the tags of all customers that match, and says how many it changed: none of them, or all. */
  tagMatching: partnerMutation('customers.label')
    .input(tagMatchingInput)
    .mutation(async ({ ctx, input: { add, remove, ...filters } }) => {
      const { db, session, cloud, now } = ctx
      const partnerId = session.organisation.id
      const catalogue = cloud.services.map(({ id }) => id)
      const found = await lockMatching(db, partnerId, { ...filters, catalogue, now })
      if (found.length > labelLimits.matches)
        throw refused({ code: 'too_many_matches', most: labelLimits.matches })
      const changed = found.filter(({ alias, tags }) => {
        const next = settled(relabel({ alias, tags }, { alias: null, add, remove }))
        return next.tags.join() !== tags.join()
      })
      if (changed.length === 0) return { changed: 0 }
      const ids = changed.map(({ id }) => id)
      await changeTags(db, partnerId, ids, { add, remove })
      const payload = { customers: ids.length }
      const entry = { organisationId: partnerId, action: 'customer.labelled' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return { changed: ids.length }
    }),
})

/** A person's own views of the list of customers. */
export const customerViews = t.router({
  list: partnerQuery('customers.view').query(({ ctx: { db, session } }) => listViews(db, ownerOf(session))),

  save: partnerMutation('customers.view')
    .input(saveViewInput)
    .mutation(async ({ ctx, input: { name, query } }) => {
      const { db, session, now } = ctx
      const owner = ownerOf(session)
      const views = await listViews(db, owner)
      if (views.length >= viewsMax && !views.some((view) => view.name === name))
        throw refused({ code: 'too_many_views', most: viewsMax })
      const saved = await saveView(db, { id: newId<'customer_view'>(), ...owner, name, query, savedAt: now })
      await insertAudit(db, actorOf(ctx), [entryOf(owner, 'customer_view.saved', saved.id)], now)
      return saved
    }),

  delete: partnerMutation('customers.view')
    .input(z.object({ id: idOf<'customer_view'>() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, session, now } = ctx
      const owner = ownerOf(session)
      if (!(await deleteView(db, owner, id))) throw refused({ code: 'not_found' })
      await insertAudit(db, actorOf(ctx), [entryOf(owner, 'customer_view.deleted', id)], now)
      return {}
    }),
})

type Session = Parameters<typeof actorOf>[0]['session'] & {}
/** Whose views these are. */
export const ownerOf = (session: Session & { organisation: { id: Parameters<typeof listTags>[1] } }) => ({
  partnerId: session.organisation.id,
  accountId: session.account.id,
})

const entryOf = (
  { partnerId }: ReturnType<typeof ownerOf>,
  action: 'customer_view.saved' | 'customer_view.deleted',
  viewId: string,
) => ({ organisationId: partnerId, action, payload: { viewId } })
