import { passwordLengthMax } from '@entente/domain/identity/account'
import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { factorCodeFault } from './factor-code.ts'
import { type FormValues, pressed } from './form.ts'
import { formAction } from './form-action.ts'
import { type FieldTexts, refusalOf } from './refusal.ts'
import { requireSession, startSession } from './session.ts'

/** What was done on this page before **Confirm it's you**: the values entered, and the words on the pressed button. */
export async function keptChoices({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Promise<Kept> {
  const id = choicesId(url)
  if (!id || !locals.session) return nothingKept
  try {
    const { [pressed]: button, ...values } = (await locals.api.choices.kept.query({ id })).form
    return { kept: Object.keys(values).length > 0 ? values : undefined, pressed: button }
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') return nothingKept
    throw cause
  }
}

type Kept = { kept: FormValues | undefined; pressed: string | undefined }
const nothingKept: Kept = { kept: undefined, pressed: undefined }

const choicesId = (url: URL) => z.uuid().safeParse(url.searchParams.get('choices')).data

/** For a page whose form takes a file, which cannot wait with the other values: asks before the file is chosen. */
export function requireFresh(event: RequestEvent): void {
  if (requireSession(event).isFresh) return
  redirect(303, `/confirm-its-you?return=${encodeURIComponent(event.url.pathname)}`)
}

/** The data of /confirm-its-you. */
export async function confirmData(event: RequestEvent) {
  const { account } = requireSession(event)
  const { method } = await event.locals.api.session.howToConfirm.query()
  return {
    method,
    email: account.email,
    back: safeReturnPath(event.url.searchParams.get('return'), '/'),
    isTooLarge: event.url.searchParams.has('too-large'),
  }
}

/** The path of the page that asked to confirm, which fills in the values entered there. */
export function backFromConfirming({ url }: Pick<RequestEvent, 'url'>): string {
  const back = safeReturnPath(url.searchParams.get('return'), '/')
  const id = choicesId(url)
  return id ? `${back}${back.includes('?') ? '&' : '?'}choices=${id}` : back
}

/** The action of /confirm-its-you: returns to the page of the form, with the values entered there. */
export function confirmItsYou(event: RequestEvent) {
  const { api, t } = event.locals
  return formAction(event, {
    schema: z.object({
      code: z.string().optional(),
      password: z.string().max(passwordLengthMax).default(''),
    }),
    send: ({ code, password }) => api.session.stepUp.mutate(code === undefined ? { password } : { code }),
    fields: {
      wrong_code: 'code',
      wrong_credentials: () => ({ password: [t('common.confirm.wrong_password')] }),
      invalid_input: ({ code }): FieldTexts =>
        code === undefined ? {} : { code: [factorCodeFault(t, code)] },
    },
    next: (renewed) => {
      startSession(event, renewed)
      return backFromConfirming(event)
    },
  })
}
