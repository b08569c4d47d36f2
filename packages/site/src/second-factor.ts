import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { toString as qrCode } from 'qrcode'
import { z } from 'zod'
import { factorCodeFault } from './factor-code.ts'
import { type FormValues, newIdempotencyKey } from './form.ts'
import { formAction } from './form-action.ts'
import type { Waiting } from './locals.ts'
import { formPath } from './page-path.ts'
import { refusalOf } from './refusal.ts'
import { continueSignIn, requireSession, startSession } from './session.ts'

export type FactorSetUp = Awaited<ReturnType<typeof setUpOf>>
export type FactorData = Awaited<ReturnType<typeof secondFactorData>>

/** The path of this site that a sign-in in progress leads to. */
export const backOf = ({ url }: RequestEvent) => safeReturnPath(url.searchParams.get('return'), '/')
const signInPath = (event: RequestEvent) => `/sign-in?return=${encodeURIComponent(backOf(event))}`

const codeForm = z.object({ code: z.string().default('') })
/** Where the message about a refused code is shown, also for an input that is not a code at all. */
const atCode = ({ locals: { t } }: RequestEvent) => ({
  wrong_code: 'code',
  invalid_input: ({ code }: FormValues) => ({ code: [factorCodeFault(t, code)] }),
})

/** For the pages below /sign-in that finish a sign-in: redirects unless one in progress needs exactly this step. */
export function requireWaiting(event: RequestEvent, awaits: Waiting['awaits']): void {
  if (event.locals.session) redirect(303, backOf(event))
  if (event.locals.waiting?.awaits !== awaits) redirect(303, signInPath(event))
}

/** The action of /sign-in/second-factor: the second step of a sign-in. */
export function giveSecondFactor(event: RequestEvent) {
  requireWaiting(event, 'second_factor')
  return formAction(event, {
    isOpen: true,
    schema: codeForm,
    send: ({ code }) => event.locals.api.session.giveSecondFactor.mutate({ code }),
    fields: atCode(event),
    elsewhere: { not_signed_in: signInPath(event) },
    next: (given) => continueSignIn(event, given, backOf(event)),
  })
}

/** The data of /account/second-factor: its status, and the secret during the set-up. */
export async function secondFactorData(event: RequestEvent) {
  requireSession(event)
  const status = await event.locals.api.secondFactor.status.query()
  return { ...(await setUpData(event)), status, codesKey: newIdempotencyKey(), offKey: newIdempotencyKey() }
}

/** The data of a page that sets up a second factor. */
export const setUpData = async (event: RequestEvent) => ({
  setUp: await setUpOf(event),
  beginKey: newIdempotencyKey(),
  confirmKey: newIdempotencyKey(),
  back: backOf(event),
})

/** The secret to scan or type; null before it is created and once it is confirmed. */
async function setUpOf({ locals: { api } }: RequestEvent) {
  try {
    const { secret, uri } = await api.secondFactor.setUp.query()
    const svg = await qrCode(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), image }
  } catch (cause) {
    // `not_signed_in`: this very request has finished the sign-in that its cookie still belongs to.
    const code = refusalOf(cause)?.code
    if (code === 'second_factor_missing' || code === 'not_signed_in') return null
    throw cause
  }
}

/** Starts the set-up with a new secret. */
const beginFactor = (event: RequestEvent) =>
  formAction(event, {
    isOpen: true,
    press: ({ again }) => (again ? 'common.second_factor.begin.again' : 'common.second_factor.begin'),
    send: (keyed) => event.locals.api.secondFactor.begin.mutate(keyed),
    // The sign-in that asks for it has ended, perhaps because a factor was set up in another browser.
    elsewhere: { not_signed_in: signInPath(event) },
    next: formPath(event.url),
  })

/** Turns the factor on. Only this response shows the recovery codes. */
const confirmFactor = (event: RequestEvent) =>
  formAction(event, {
    isOpen: true,
    schema: codeForm,
    press: 'common.second_factor.confirm',
    send: (input) => event.locals.api.secondFactor.confirm.mutate(input),
    fields: atCode(event),
    elsewhere: { not_signed_in: signInPath(event) },
    next: (answer) => {
      if (answer.result === 'shown_once') return { recoveryCodes: [] }
      if (answer.session) startSession(event, answer.session)
      return { recoveryCodes: answer.recoveryCodes }
    },
  })

/** Creates ten new recovery codes. Only this response shows them. */
const makeRecoveryCodes = (event: RequestEvent) =>
  formAction(event, {
    press: 'common.second_factor.new_codes',
    send: (keyed) => event.locals.api.secondFactor.newRecoveryCodes.mutate(keyed),
    next: (answer) => ({ recoveryCodes: answer.result === 'made' ? answer.recoveryCodes : [] }),
  })

const turnFactorOff = (event: RequestEvent) =>
  formAction(event, {
    press: 'common.second_factor.turn_off',
    send: (keyed) => event.locals.api.secondFactor.turnOff.mutate(keyed),
    next: '/account?saved=second_factor_off',
  })

/** The actions of both set-up pages. */
export const factorSetUpActions = {
  begin: beginFactor,
  confirm: confirmFactor,
}

/** The actions of /account/second-factor. */
export const secondFactorActions = {
  ...factorSetUpActions,
  recoveryCodes: makeRecoveryCodes,
  turnOff: turnFactorOff,
}
