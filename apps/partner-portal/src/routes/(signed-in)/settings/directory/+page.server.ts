import { partnerDirectoryInput } from '@entente/domain/partner/partner-account-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { confirmFirst, keptChoices } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
import { leaveForDirectory } from '#lib/partner/directory.server.ts'
import { freshPress, savedWord } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { account } = requireSession(event)
  return {
    email: account.email,
    signIn: await event.locals.api.partnerAccount.signIn.query(),
    kept: await keptChoices(event),
    saved: savedWord(event, ['saved', 'tested', 'on', 'off', 'removed']),
    saveKey: newIdempotencyKey(),
    switchKey: newIdempotencyKey(),
    removeKey: newIdempotencyKey(),
  }
}

const at = '/settings/directory'

export const actions: Actions = {
  save: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    // The client secret. The form calls it a token, because pages that keep what was typed leave tokens out.
    const { secretToken = '', ...shown } = values
    const input = partnerDirectoryInput.safeParse({ ...shown, clientSecret: secretToken })
    if (!input.success) return failWithFields(t, input.error, { ...values, clientSecret: secretToken })
    try {
      await api.partnerAccount.saveDirectory.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      await confirmFirst(event, cause, values)
      const failure = failAtField(t, cause, values, { directory_unusable: 'issuer' })
      const { clientSecret, ...fields } = failure.data.fields
      if (clientSecret) failure.data.fields = { ...fields, secretToken: clientSecret }
      return failure
    }
    redirect(303, `${at}?saved=saved`)
  },

  test: async (event) => {
    requireSession(event)
    try {
      return leaveForDirectory(event, await event.locals.api.partnerAccount.testDirectory.mutate())
    } catch (cause) {
      await confirmFirst(event, cause)
      return failWith(cause, event.locals.t, {})
    }
  },

  on: (event) =>
    freshPress(
      event,
      ({ idempotencyKey }) =>
        event.locals.api.partnerAccount.switchDirectory.mutate({ on: true, idempotencyKey }),
      `${at}?saved=on`,
    ),
  off: (event) =>
    freshPress(
      event,
      ({ idempotencyKey }) =>
        event.locals.api.partnerAccount.switchDirectory.mutate({ on: false, idempotencyKey }),
      `${at}?saved=off`,
    ),
  remove: (event) =>
    freshPress(
      event,
      ({ idempotencyKey }) => event.locals.api.partnerAccount.removeDirectory.mutate({ idempotencyKey }),
      `${at}?saved=removed`,
    ),
}
