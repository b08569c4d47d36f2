import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { saveViewInput } from '@entente/domain/relationship/customer-label'
import { customerExportInput } from '@entente/domain/relationship/customer-list'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { formPath } from '@entente/site/page-path'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { readListState } from '#lib/relationship/customer-list-query.server.ts'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['view_saved', 'view_deleted'] as const

export const load: PageServerLoad = async (event) => {
  const { depends, locals, url } = event
  const { api, cloud } = locals
  const { roles } = requireSession(event)
  depends('list:customers')
  const state = readListState(url.searchParams)
  const { open, search, columns: _, ...wish } = state
  const [{ list, ...shown }, record] = await Promise.all([
    readPage(event, {
      ...wish,
      search: search || undefined,
      timeZone: locals.timeZone,
    }),
    open ? findRecord(api, open) : null,
  ])
  return {
    state,
    list,
    ...shown,
    record,
    mayLabel: may('partner', roles, 'customers.label'),
    mayViewPrivileges: may('partner', roles, 'admin_grants.view'),
    keys: { export: newIdempotencyKey(), save: newIdempotencyKey(), delete: newIdempotencyKey() },
    done: notices.find((known) => known === url.searchParams.get('done')),
    isNoted: url.searchParams.has('noted'),
    tagged: url.searchParams.has('tagged') ? Number(url.searchParams.get('tagged')) || 0 : undefined,
    services: cloud.services,
    newCustomers: {
      isOpen: cloud.customers.newAllowed,
      hasImport: cloud.customers.newAllowed || cloud.requests.sendForMe,
    },
    agreement: cloud.agreements.partner.name,
  }
}

type Reads = App.Locals['api']['customers']
type Page = Awaited<ReturnType<Reads['page']['query']>>

/** One call for all that the page shows; the further pages of a list that is printed whole are read by themselves. */
async function readPage({ locals: { api }, url }: RequestEvent, wish: Parameters<Reads['list']['query']>[0]) {
  let shown: Omit<Page, 'list'> | undefined
  const list = await readList(url, 'customers', async (place) => {
    if (shown) return api.customers.list.query({ ...wish, ...place })
    const { list: first, ...others } = await api.customers.page.query({ ...wish, ...place })
    shown = others
    return first
  })
  return { list, ...(shown as Omit<Page, 'list'>) }
}

const viewIdInput = z.object({ id: idOf<'customer_view'>() })

export const actions: Actions = {
  export: (event) =>
    formAction(event, {
      schema: ({ query = '' }) => {
        const {
          columns,
          search,
          limit: _,
          cursor: __,
          before: ___,
          open: ____,
          ...wish
        } = readListState(new URLSearchParams(query))
        const { timeZone } = event.locals
        return customerExportInput.safeParse({ ...wish, columns, search: search || undefined, timeZone })
      },
      send: (input) => event.locals.api.customerExports.ask.mutate(input),
      next: '/customers/export',
    }),
  saveView: (event) =>
    formAction(event, {
      schema: saveViewInput,
      send: (input) => event.locals.api.customerViews.save.mutate(input),
      next: (_, { query }) => `/customers?${query ? `${query}&` : ''}done=view_saved`,
      fields: { too_many_views: 'name' },
    }),
  deleteView: (event) =>
    formAction(event, {
      schema: viewIdInput,
      send: (input) => event.locals.api.customerViews.delete.mutate(input),
      next: formPath(event.url, { done: 'view_deleted' }),
    }),
}
