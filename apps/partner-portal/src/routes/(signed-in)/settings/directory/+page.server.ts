import { typedName } from '@entente/domain/core/typed-name'
import { partnerDirectoryInput } from '@entente/domain/partner/partner-account-input'
import { leaveForDirectory } from '@entente/site/directory-trip'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { savedWord } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { account } = requireSession(event)
  return {
    email: account.email,
    signIn: await event.locals.api.partnerAccount.signIn.query(),
    saved: savedWord(event, ['saved', 'tested', 'verified', 'unverified', 'on', 'off', 'removed']),
    saveKey: newIdempotencyKey(),
    declareKey: newIdempotencyKey(),
    switchKey: newIdempotencyKey(),
    removeKey: newIdempotencyKey(),
  }
}

const at = '/settings/directory'

// The form calls the client secret a token, because pages that keep what was entered leave tokens out.
const directoryForm = partnerDirectoryInput
  .omit({ clientSecret: true })
  .extend({ secretToken: partnerDirectoryInput.shape.clientSecret.default('') })
  .transform(({ secretToken, ...directory }) => ({ ...directory, clientSecret: secretToken }))

export const actions: Actions = {
  save: (event) =>
    formAction(event, {
      schema: directoryForm,
      press: 'common.save',
      send: (input) => event.locals.api.partnerAccount.saveDirectory.mutate(input),
      fields: { directory_unusable: 'issuer' },
      next: `${at}?saved=saved`,
    }),

  test: (event) =>
    formAction(event, {
      press: 'settings.directory.test',
      send: () => event.locals.api.partnerAccount.testDirectory.mutate(),
      next: (way) => leaveForDirectory(event, way),
    }),

  verified: (event) =>
    formAction(event, {
      press: 'settings.directory.verified.count',
      send: (keyed) => event.locals.api.partnerAccount.declareAddresses.mutate({ ...keyed, verified: true }),
      next: `${at}?saved=verified`,
    }),
  unverified: (event) =>
    formAction(event, {
      press: 'settings.directory.verified.stop',
      send: (keyed) => event.locals.api.partnerAccount.declareAddresses.mutate({ ...keyed, verified: false }),
      next: `${at}?saved=unverified`,
    }),

  on: (event) =>
    formAction(event, {
      press: 'settings.directory.switch_on',
      send: (keyed) => event.locals.api.partnerAccount.switchDirectory.mutate({ ...keyed, on: true }),
      next: `${at}?saved=on`,
    }),
  off: (event) =>
    formAction(event, {
      press: 'settings.directory.switch_off',
      send: (keyed) => event.locals.api.partnerAccount.switchDirectory.mutate({ ...keyed, on: false }),
      next: `${at}?saved=off`,
    }),
  remove: (event) =>
    formAction(event, {
      schema: z.object({ typedName }),
      press: 'settings.directory.remove',
      send: (input) => event.locals.api.partnerAccount.removeDirectory.mutate(input),
      fields: { name_not_typed: 'typedName' },
      next: `${at}?saved=removed`,
    }),
}
