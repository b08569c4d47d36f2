import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { toString as qrCode } from 'qrcode'
import { factorCodeFault } from './factor-code.ts'
import { type FormValues, formValues, newIdempotencyKey } from './form.ts'
import type { Waiting } from './locals.ts'
import { failWith, refusalOf } from './refusal.ts'
import { failAtField } from './refused-fields.ts'
import { continueSignIn, requireSession, startSession } from './session.ts'
import { confirmFirst } from './step-up.ts'

export type FactorSetUp = Awaited<ReturnType<typeof setUpOf>>
export type FactorData = Awaited<ReturnType<typeof secondFactorData>>

const backOf = ({ url }: RequestEvent) => safeReturnPath(url.searchParams.get('return'), '/')
const signInAgain = (event: RequestEvent): never =>
  redirect(303, `/sign-in?return=${encodeURIComponent(backOf(event))}`)

/** For the pages below /sign-in that finish a sign-in: redirects unless one in progress needs exactly this step. */
export function requireWaiting(event: RequestEvent, awaits: Waiting['awaits']): void {
  if (event.locals.session) redirect(303, backOf(event))
  if (event.locals.waiting?.awaits !== awaits) signInAgain(event)
}

/** The action of /sign-in/second-factor: the second step of a sign-in. */
export async function giveSecondFactor(event: RequestEvent) {
  requireWaiting(event, 'second_factor')
  const { api } = event.locals
  const values = await formValues(event.request)
  const given = await api.session.giveSecondFactor
    .mutate({ code: values.code ?? '' })
    .catch((cause: unknown) => {
      if (refusalOf(cause)?.code === 'not_signed_in') signInAgain(event)
      return failAtCode(event, cause, values)
    })
  if ('status' in given) return given
  return continueSignIn(event, given, backOf(event))
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
async function beginFactor(event: RequestEvent) {
  const { api, t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  try {
    await api.secondFactor.begin.mutate({ idempotencyKey })
  } catch (cause) {
    await confirmFirst(event, cause)
    return failWith(cause, t, values)
  }
  redirect(303, event.url.pathname + withoutAction(event.url))
}

/** Turns the factor on. Only this response shows the recovery codes. */
async function confirmFactor(event: RequestEvent) {
  const { api } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  const answer = await api.secondFactor.confirm
    .mutate({ code: values.code ?? '', idempotencyKey })
    .catch((cause: unknown) => failAtCode(event, cause, values))
  if ('status' in answer) return answer
  if (answer.result === 'shown_once') return { recoveryCodes: [] }
  if (answer.session) startSession(event, answer.session)
  return { recoveryCodes: answer.recoveryCodes }
}

/** Creates ten new recovery codes. Only this response shows them. */
async function makeRecoveryCodes(event: RequestEvent) {
  const { api, t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  try {
    const answer = await api.secondFactor.newRecoveryCodes.mutate({ idempotencyKey })
    return { recoveryCodes: answer.result === 'made' ? answer.recoveryCodes : [] }
  } catch (cause) {
    await confirmFirst(event, cause)
    return failWith(cause, t, values)
  }
}

async function turnFactorOff(event: RequestEvent) {
  const { api, t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  try {
    await api.secondFactor.turnOff.mutate({ idempotencyKey })
  } catch (cause) {
    await confirmFirst(event, cause)
    return failWith(cause, t, values)
  }
  redirect(303, '/account?saved=second_factor_off')
}

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

/** Puts the message about a refused code at its field, also for an input that is not a code at all. */
function failAtCode({ locals: { t } }: RequestEvent, cause: unknown, values: FormValues) {
  const failure = failAtField(t, cause, values, { wrong_code: 'code' })
  if (failure.data.code === 'invalid_input') failure.data.fields = { code: [factorCodeFault(t, values.code)] }
  return failure
}

/** The query without the action's name, such as `?/begin`. */
function withoutAction(url: URL): string {
  const back = url.searchParams.get('return')
  return back === null ? '' : `?return=${encodeURIComponent(back)}`
}
