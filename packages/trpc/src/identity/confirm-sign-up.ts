import { checkNewPassword } from '@entente/auth/new-password'
import { hashPassword } from '@entente/auth/password'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, actAs } from '@entente/db/core/scopes'
import { insertAccount } from '@entente/db/identity/accounts'
import { consumeOneTimeLink, type SignUpLink } from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import { confirmSignUp } from '@entente/domain/identity/account'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { publicProcedure, signingInMutation } from '../core/gates.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { refused, settled } from '../core/refused.ts'
import { refuseCountry } from './begin-sign-up.ts'
import { openOneTimeLink } from './one-time-link.ts'

const token = z.string().max(20_000)

/** What the confirm page shows; looking changes nothing (S7). */
export const signUpStatus = (kind: SignUpLink['kind']) =>
  publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { details, createdAt } = await openOneTimeLink(ctx, kind, input.token)
      const { email, organisation, country, name, device, address } = details
      return { email, organisation, country, name, asked: { at: createdAt, device, address } }
    })

/**
 * The press on the confirm page. It brings the first password, because only now the mailbox is proven, and whatever the
 * sign-up said wrongly.
 */
export const confirming = <Kind extends SignUpLink['kind']>(
  kind: Kind,
  countriesOf: (ctx: Pick<Context, 'cloud'>) => readonly string[] | null,
) =>
  signingInMutation
    .use(limitGuessing)
    .input(confirmSignUp.extend({ token }))
    .prepare(async ({ ctx, input: { token, password, organisation, country, name } }) => {
      const link: SignUpLink = await openOneTimeLink<SignUpLink['kind']>(ctx, kind, token)
      refuseCountry(country, countriesOf(ctx))
      const owner = { email: link.details.email, name, organisations: [organisation] }
      settled(await checkNewPassword(password, owner))
      Object.assign(link.details, { organisation, country, name })
      // It was opened as a link of this kind.
      return {
        link: link as Extract<SignUpLink, { kind: Kind }>,
        passwordHash: await hashPassword(password, ctx.cloud.passwordHash),
      }
    })

/** Uses up the link of a sign-up and creates its account, whose mails are in the language of the page that was confirmed. */
export async function createAccount(
  { locale, now }: Context,
  db: AuthDb,
  audience: 'partner' | 'customer',
  { link, passwordHash }: { link: Pick<SignUpLink, 'id' | 'version' | 'details'>; passwordHash: string },
): Promise<Id<'account'>> {
  const { email, name } = link.details
  const id = newId<'account'>()
  const isFirst =
    (await consumeOneTimeLink(db, link, now)) &&
    // The address got an account in another way meanwhile.
    (await insertAccount(db, { id, audience, email, name, passwordHash, locale }, now))
  if (!isFirst) throw refused({ code: 'one_time_link_spent' })
  await actAs(db, id)
  return id
}
