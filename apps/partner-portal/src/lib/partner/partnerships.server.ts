import { attestation } from '@entente/domain/core/attestation'
import { idOf } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { typedName } from '@entente/domain/core/typed-name'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { opens } from '#lib/core/navigation.ts'
import { type PartnershipPath, pathOf } from './partnerships.ts'

const kinds: Record<PartnershipPath, PartnerKind> = {
  '/indirect-resellers': 'indirect_provider',
  '/indirect-providers': 'indirect_reseller',
}

/** The list that the page belongs to, and what its reader may do; another kind of partner does not have the page. */
export function partnershipPage(event: RequestEvent) {
  const { organisation, roles } = requireSession(event)
  const path = pathOf(event.url.pathname)
  if (kinds[path] !== organisation?.partnerKind) notFound(event.locals.t)
  const { status } = organisation
  return {
    ...{ path, own: organisation.legalName },
    can: {
      invite: opens({ roles, status }, 'partnerships.invite'),
      remove: opens({ roles, status }, 'partnerships.remove'),
      removeAccess: opens({ roles, status }, 'partnerships.remove_access'),
      look: opens({ roles, status }, 'reseller_accounts.view'),
      seeCustomers: opens({ roles, status }, 'customers.view'),
      refer:
        event.locals.cloud.referrals.isOn &&
        path === '/indirect-resellers' &&
        opens({ roles, status }, 'referrals.refer'),
      inviteCustomers:
        opens({ roles, status }, 'relationship_request.prepare') &&
        mayAuthorLinks(event.locals.cloud, kinds[path], true).ok,
    },
  }
}

export async function loadPartnerships(event: RequestEvent) {
  const page = partnershipPage(event)
  const { searchParams } = event.url
  const search = (searchParams.get('search') ?? '').trim().slice(0, 200)
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  const list = await readList(event.url, 'partnerships', (place) =>
    event.locals.api.partnerships.list.query({ search: search || undefined, cursor, ...place }),
  )
  return {
    ...page,
    list,
    search,
    cursor,
    isNoted: searchParams.has('noted'),
    removed: searchParams.get('removed')?.slice(0, 200) ?? null,
  }
}

/** One partnership, or not found. */
export async function loadPartnership(event: RequestEvent) {
  const page = partnershipPage(event)
  const partnership = await event.locals.api.partnerships.get
    .query({ id: partnershipId(event) })
    .catch((cause: unknown) => orNotFound(event, cause))
  return {
    ...{ ...page, partnership, idempotencyKey: newIdempotencyKey() },
    accessRemoved: event.url.searchParams.has('access-removed'),
    isNew: event.url.searchParams.has('authorised'),
  }
}

export function partnershipId({ params, locals }: RequestEvent) {
  const id = idOf<'partnership'>().safeParse(params.id)
  if (!id.success) notFound(locals.t)
  return id.data
}

export function orNotFound({ locals }: RequestEvent, cause: unknown): never {
  if (refusalOf(cause)?.code === 'not_found') notFound(locals.t)
  throw cause
}

/** The page that ends a partnership, for those who may; the record says why others may not. */
export async function loadRemoval(event: RequestEvent) {
  const loaded = await loadPartnership(event)
  const { path, partnership, can } = loaded
  if (partnership.status === 'removed' || !can.remove) redirect(303, `${path}/${partnership.id}`)
  return loaded
}

export const removePartnership = (event: RequestEvent) => {
  const path = pathOf(event.url.pathname)
  const id = partnershipId(event)
  return formAction(event, {
    schema: ({ stated, version, typedName: typed }) =>
      z
        .object({ attestation, typedName })
        .safeParse({ attestation: { given: stated === 'on', version: version ?? '' }, typedName: typed }),
    press: 'portal.partnership.remove.submit',
    send: (removal) => event.locals.api.partnerships.remove.mutate({ id, ...removal }),
    fields: { name_not_typed: 'typedName', attestation_missing: 'stated', attestation_changed: 'stated' },
    next: (_, { typedName: name }) => `${path}?${new URLSearchParams({ removed: name.trim() })}`,
  })
}

/** Reads a page of a reseller's account, which the reseller's log records; not found once it does not let its provider look. */
export async function readAccount<T>(
  event: RequestEvent,
  read: (id: ReturnType<typeof partnershipId>) => Promise<T>,
): Promise<T & { back: string }> {
  partnershipPage(event)
  const id = partnershipId(event)
  const shown = await read(id).catch((cause: unknown) => orNotFound(event, cause))
  return { ...shown, back: `/indirect-resellers/${id}` }
}
