import { unseal } from '@entente/auth/sealed'
import type { PartnerDirectory } from '@entente/db/partner/partner-directories'
import type { Id } from '@entente/domain/core/id'
import type { DirectoryAnswer } from '@entente/domain/identity/sign-in-directory'
import type { Context, Outside } from '../core/context.ts'
import { departFor } from '../identity/directory-attempt.ts'

/** Where the people of a company start, whatever their addresses. */
export const directAddress = ({ sites }: Context, organisationId: Id<'organisation'>): string =>
  `${sites.partner}/sign-in/directory/${organisationId}`

/** The redirect URI of a company's directory. No other directory has it, so that none can answer for it (mix-up). */
export const ownReturn = (ctx: Context, organisationId: Id<'organisation'>): string =>
  `${directAddress(ctx, organisationId)}/callback`

/** The redirect URI that a directory knows: its own, or the one that all shared before each had its own. */
export const directoryReturn = (
  ctx: Context,
  { organisationId, hasOwnReturn }: Pick<PartnerDirectory, 'organisationId' | 'hasOwnReturn'>,
): string =>
  hasOwnReturn ? ownReturn(ctx, organisationId) : `${ctx.sites.partner}/sign-in/directory/callback`

/** The directory with its client secret unsealed, for one request to it. */
export const openDirectory = (
  { keyring }: Context,
  { organisationId, issuer, clientId, kid, secret }: PartnerDirectory,
) => ({
  owner: organisationId,
  ...{ issuer, clientId },
  clientSecret: unseal(keyring.data, 'directory secret', organisationId, { kid, bytes: secret }).toString(),
})

/** Starts a sign-in at a partner's directory, for `testedBy` a test of it. */
export async function departTo(
  ctx: Context & { outside: Outside },
  directory: PartnerDirectory,
  testedBy: Id<'account'> | null,
): Promise<DirectoryAnswer<{ url: string; state: string }>> {
  return departFor(ctx, {
    asked: () =>
      ctx.outside.signInDirectories.depart(openDirectory(ctx, directory), directoryReturn(ctx, directory)),
    organisationId: directory.organisationId,
    testedBy,
  })
}
