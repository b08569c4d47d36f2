import { signUp } from '@entente/domain/identity/account'
import { countries } from '@entente/i18n/countries'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { refusalOf } from '@entente/site/refusal'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
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
    countries: countries(locale).filter(({ code }) => cloud.countriesAllowed?.includes(code) ?? true),
    signIn: invitation ? signInPath(reviewPath(invitation)) : '/sign-in',
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { api, t } = locals
    const { idempotencyKey = '', ...values } = await formValues(request)
    const input = signUp.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.account.signUp.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      return failAtField(t, cause, values, { password_too_weak: 'password', country_not_allowed: 'country' })
    }
    redirect(303, '/sign-up/check-mail')
  },
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
