import { seal, unseal } from '@entente/auth/sealed'
import { insertAudit } from '@entente/db/core/audit'
import type { PartnerDb } from '@entente/db/core/scopes'
import { listOrganisationDomains } from '@entente/db/identity/organisation-domains'
import { isSecondFactorRequired } from '@entente/db/identity/organisation-settings'
import {
  declareAddresses,
  deletePartnerDirectory,
  findPartnerDirectory,
  savePartnerDirectory,
  switchPartnerDirectory,
} from '@entente/db/partner/partner-directories'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { checkTypedName, typedName } from '@entente/domain/core/typed-name'
import { requireSecondFactorInput } from '@entente/domain/identity/second-factor'
import { sameIssuer } from '@entente/domain/identity/sign-in-directory'
import {
  declareAddressesInput,
  partnerDirectoryInput,
  switchDirectoryInput,
} from '@entente/domain/partner/partner-account-input'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  inTenant,
  type PartnerSession,
  partnerMutation,
  partnerProcedure,
  partnerQuery,
} from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { limitDirectoryRequests } from '../identity/directory-attempt.ts'
import { requireSecondFactor } from '../identity/require-second-factor.ts'
import { departTo, directAddress, directoryReturn, ownReturn } from './directory-departure.ts'

type Ctx = Context & { db: PartnerDb; session: PartnerSession }

const manage = 'account.manage_sign_in'

/** How the people of a partner sign in: a second factor for everybody, and the company's own directory. */
export const partnerAccountSignIn = {
  signIn: partnerQuery(manage).query(async ({ ctx }) => {
    const { db, session } = ctx
    const { id } = session.organisation
    const directory = await findPartnerDirectory(db, id)
    return {
      isSecondFactorRequired: await isSecondFactorRequired(db, id),
      /** The redirect URI to register at the directory. */
      redirectUri: ownReturn(ctx, id),
      /** Where people sign in whose addresses lead to no directory, or to another company's. */
      directAddress: directAddress(ctx, id),
      domains: await listOrganisationDomains(db, id),
      directory: directory && {
        /** The redirect URI in use; another one than above until the directory is saved again. */
        redirectUri: directoryReturn(ctx, directory),
        issuer: directory.issuer,
        clientId: directory.clientId,
        isOn: directory.isOn,
        testedAt: directory.testedAt,
        addressesDeclaredAt: directory.addressesDeclaredAt,
      },
    }
  }),

  /** Everybody has to set up a second factor before anything else, and nobody can turn theirs off. */
  requireSecondFactor: partnerMutation(manage, { fresh: true })
    .input(requireSecondFactorInput)
    .mutation(async ({ ctx, input: { required } }) => {
      await requireSecondFactor(ctx, required)
      return {}
    }),

  /** Saves the directory. It stays off until a test sign-in came back with the tester's own address. */
  saveDirectory: partnerMutation(manage, { fresh: true })
    .input(partnerDirectoryInput)
    .prepare(({ ctx: { outside }, input: { issuer } }) => {
      if (!outside.signInDirectories.mayBeAt(issuer))
        throw refused({ code: 'directory_unusable', reason: 'address' })
    })
    .mutation(async ({ ctx, input: { clientId, clientSecret, ...input } }) => {
      const { db, keyring, now } = ctx
      const { id } = ctx.session.organisation
      const known = await findPartnerDirectory(db, id)
      const isKnownIssuer = known !== undefined && sameIssuer(known.issuer, input.issuer)
      // Its people are known by the issuer as it was written first.
      const issuer = isKnownIssuer ? known.issuer : input.issuer
      if (clientSecret === '' && !known)
        throw refused({ code: 'invalid_input', fields: { clientSecret: ['required'] } })
      // The stored secret belongs to another issuer and must not be sent to this one.
      if (clientSecret === '' && !isKnownIssuer)
        throw refused({ code: 'invalid_input', fields: { clientSecret: ['required'] } })
      const secret =
        clientSecret === '' && known
          ? unseal(keyring.data, 'directory secret', id, { kid: known.kid, bytes: known.secret })
          : Buffer.from(clientSecret)
      const { kid, bytes } = seal(keyring.data, 'directory secret', id, secret)
      // A declaration is about the directory that it was made for.
      const addressesDeclaredAt = isKnownIssuer ? known.addressesDeclaredAt : null
      const saved = { organisationId: id, issuer, clientId, kid, secret: bytes, addressesDeclaredAt }
      await savePartnerDirectory(db, saved, now)
      await record(ctx, 'directory.saved', { issuer, clientId })
      return {}
    }),

  /** **Test it**: returns where to go; the way back says whether it works. */
  testDirectory: partnerProcedure(manage, {
    fresh: true,
    why: 'Every press starts an attempt of its own.',
  }).mutation(async ({ ctx }) => {
    await limitDirectoryRequests(ctx)
    const { session } = ctx
    const { id } = session.organisation
    const directory = await inTenant(ctx, session, undefined, (db) => findPartnerDirectory(db, id))
    if (!directory) throw refused({ code: 'directory_missing' })
    const departure = await departTo(ctx, directory, session.account.id)
    if (!departure.ok) throw refused({ code: 'directory_unusable', reason: departure.fault })
    return departure.value
  }),

  switchDirectory: partnerMutation(manage, { fresh: true })
    .input(switchDirectoryInput)
    .mutation(async ({ ctx, input: { on } }) => {
      const { id } = ctx.session.organisation
      const directory = await findPartnerDirectory(ctx.db, id)
      if (!directory) throw refused({ code: 'directory_missing' })
      if (on && !directory.testedAt) throw refused({ code: 'directory_not_tested' })
      if (await switchPartnerDirectory(ctx.db, id, on))
        await record(ctx, on ? 'directory.turned_on' : 'directory.turned_off')
      return {}
    }),

  /**
   * Declares that the directory's addresses are verified although it does not say so. It holds for the company's confirmed
   * domains: a directory can write any address into a token, and nobody may vouch for another company's people.
   */
  declareAddresses: partnerMutation(manage, { fresh: true })
    .input(declareAddressesInput)
    .mutation(async ({ ctx, input: { verified } }) => {
      const { id } = ctx.session.organisation
      const directory = await findPartnerDirectory(ctx.db, id)
      if (!directory) throw refused({ code: 'directory_missing' })
      if (await declareAddresses(ctx.db, id, verified ? ctx.now : null)) {
        const action = verified ? 'directory.addresses_declared' : 'directory.declaration_withdrawn'
        await record(ctx, action, {
          issuer: directory.issuer,
          domains: await listOrganisationDomains(ctx.db, id),
        })
      }
      return {}
    }),

  /** Its secret is gone for good: the host of its issuer is typed. */
  removeDirectory: partnerMutation(manage, { fresh: true })
    .input(z.object({ typedName }))
    .mutation(async ({ ctx, input }) => {
      const { id } = ctx.session.organisation
      const directory = await findPartnerDirectory(ctx.db, id)
      if (!directory) return {}
      settled(checkTypedName(input.typedName, new URL(directory.issuer).host))
      await deletePartnerDirectory(ctx.db, id)
      await record(ctx, 'directory.removed')
      return {}
    }),
}

const record = (ctx: Ctx, action: AuditAction, payload: Record<string, unknown> = {}): Promise<void> =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [{ organisationId: ctx.session.organisation.id, action, payload }],
    ctx.now,
  )
