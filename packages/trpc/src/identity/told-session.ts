import { hash } from 'node:crypto'
import type { Session } from '@entente/db/identity/sessions'
import type { Context, RequestContext } from '../core/context.ts'
import { isFresh } from '../core/fresh.ts'

/** What a site may know of its visitor. */
export const toVisitor = (
  ctx: Pick<Context, 'now'>,
  { account, organisation, audience, roles, authenticatedAt, hasCompanies }: Session,
) => ({
  account: { id: account.id, name: account.name, email: account.email },
  organisation: organisation && {
    id: organisation.id,
    legalName: organisation.legalName,
    country: organisation.country,
    partnerKind: organisation.partnerKind,
    partnerId: organisation.partnerId,
    status: organisation.partnerStatus,
  },
  hasCompanies,
  audience,
  roles,
  locale: account.locale,
  timeZone: account.timeZone,
  /** Whether the person confirmed recently who they are, so that no act asks for it now. */
  isFresh: isFresh(ctx, { authenticatedAt }),
})

/** A mark of what `current` answers, with every answer to a site, which then need not ask for it before each page. */
export const markOf = (ctx: Pick<RequestContext, 'session' | 'clock'>): string =>
  ctx.session
    ? hash('sha256', JSON.stringify(toVisitor({ now: ctx.clock() }, ctx.session)), 'base64url')
    : 'none'
