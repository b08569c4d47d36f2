import { signUp } from '@entente/domain/identity/account'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { refusalOf } from '@entente/site/refusal'
import { signUpCountries, signUpFields } from '@entente/site/sign-up'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { reviewPath, signInPath } from '#lib/core/paths.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const invitation = url.searchParams.get('invitation') || undefined
  if (locals.session) redirect(303, invitation ? `/invitation/${encodeURIComponent(invitation)}` : '/')
  const { cloud, locale } = locals
  return {
    invitation,
    partner: invitation ? await partnerOf(locals, invitation) : undefined,
    countries: signUpCountries(locale, cloud.customers.countries),
    signIn: invitation ? signInPath(reviewPath(invitation)) : '/sign-in',
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      schema: signUp,
      send: (input) => event.locals.api.account.signUp.mutate(input),
      fields: signUpFields,
      next: '/sign-up/check-mail',
    }),
}

/** The partner that sent the invitation; undefined if it is no longer valid, which must not prevent a sign-up. */
async function partnerOf({ api }: RequestEvent['locals'], token: string): Promise<string | undefined> {
  try {
    return (await api.invitation.card.query({ token })).partner.legalName
  } catch (cause) {
    if (!refusalOf(cause)) throw cause
    return undefined
  }
}
