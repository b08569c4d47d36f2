import { insertAudit } from '@entente/db/core/audit'
import { asVisitor } from '@entente/db/core/scopes'
import {
  findLogo,
  findOwnProfile,
  listBusinesses,
  saveLogo,
  saveProfile,
} from '@entente/db/partner/business-profiles'
import type { AuditAction } from '@entente/domain/core/audit-action'
import {
  acceptLogo,
  businessIdInput,
  businessListInput,
  businessProfileInput,
  logoInput,
  placeLocations,
} from '@entente/domain/partner/business-profile'
import { logoTypes } from '@entente/domain/partner/business-profile-limits'
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  type PartnerSession,
  partnerMutation,
  partnerQuery,
  publicProcedure,
} from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** How partners present themselves to customers, in clouds that have it. */
export const businessProfiles = t.router({
  /** Open to everybody: one page of the published profiles. */
  list: publicProcedure.input(businessListInput).query(({ ctx: { cloud, database }, input }) => {
    if (!cloud.businessProfile.isOn) throw refused({ code: 'not_found' })
    return asVisitor(database, (db) => listBusinesses(db, input))
  }),

  /** Open to everybody: the logo of a published profile. */
  logo: publicProcedure.input(businessIdInput).query(async ({ ctx: { cloud, database }, input: { id } }) => {
    if (!cloud.businessProfile.isOn) throw refused({ code: 'not_found' })
    return logoOf(await asVisitor(database, (db) => findLogo(db, id)))
  }),

  /** The partner's own profile, null until it wrote one. */
  own: partnerQuery('business_profile.edit').query(async ({ ctx }) => {
    needProfiles(ctx)
    return (await findOwnProfile(ctx.db, ctx.session.organisation.id)) ?? null
  }),

  ownLogo: partnerQuery('business_profile.edit').query(async ({ ctx }) => {
    needProfiles(ctx)
    return logoOf(await findLogo(ctx.db, ctx.session.organisation.id))
  }),

  /** Saves the profile. Everybody reads it at once if it is published. */
  save: partnerMutation('business_profile.edit')
    .input(businessProfileInput)
    .mutation(async ({ ctx, input: { description, services, locations, isPublished } }) => {
      const { db, session, cloud, now } = ctx
      const partnerId = session.organisation.id
      needProfiles(ctx)
      needActive(ctx)
      if (!services.every((service) => cloud.services.some(({ id }) => id === service)))
        throw refused({ code: 'services_invalid' })
      const before = await findOwnProfile(db, partnerId)
      await saveProfile(db, partnerId, {
        ...{ description, services: [...new Set(services)], locations: settled(placeLocations(locations)) },
        ...{ savedAt: now, publishedAt: isPublished ? (before?.publishedAt ?? now) : null },
      })
      await record(ctx, 'business_profile.saved', { isPublished })
      return {}
    }),

  saveLogo: partnerMutation('business_profile.edit')
    .input(logoInput)
    .prepare(async ({ input: { content } }) => {
      if (content === '') return null
      const logo = Buffer.from(content, 'base64')
      return { logo, logoType: settled(acceptLogo(await pictureOf(logo))) }
    })
    .mutation(async ({ ctx, prepared }) => {
      const { db, session, now } = ctx
      needProfiles(ctx)
      needActive(ctx)
      const logo = prepared ?? { logo: null, logoType: null }
      if (!(await saveLogo(db, session.organisation.id, logo, now)))
        throw refused({ code: 'no_business_profile' })
      await record(ctx, 'business_profile.logo_changed', { hasLogo: prepared !== null })
      return {}
    }),
})

/** What kind of picture it is and how wide; undefined if it is none that can be read. */
async function pictureOf(content: Buffer) {
  const type = (await fileTypeFromBuffer(content))?.mime
  if (!type || !logoTypes.some((known) => known === type)) return undefined
  try {
    return { type, width: imageSize(content).width, bytes: content.length }
  } catch (error) {
    // What it says about a picture that is cut short.
    if (error instanceof TypeError || error instanceof RangeError) return undefined
    throw error
  }
}

const logoOf = (found: Awaited<ReturnType<typeof findLogo>>) => {
  if (!found) throw refused({ code: 'not_found' })
  return { mediaType: found.logoType, content: found.logo.toString('base64') }
}

type Ctx = Pick<Context, 'cloud' | 'now' | 'requestId'> & { session: PartnerSession }

function needProfiles({ cloud }: Pick<Ctx, 'cloud'>): void {
  if (!cloud.businessProfile.isOn) throw refused({ code: 'not_found' })
}

function needActive({ session }: Pick<Ctx, 'session'>): void {
  if (session.organisation.partnerStatus !== 'active') throw refused({ code: 'own_account_suspended' })
}

const record = (
  ctx: Ctx & { db: Parameters<typeof insertAudit>[0] },
  action: AuditAction,
  payload: Record<string, boolean>,
) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [{ organisationId: ctx.session.organisation.id, action, payload }],
    ctx.now,
  )
