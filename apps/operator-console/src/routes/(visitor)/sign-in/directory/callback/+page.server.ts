import { refusalText } from '@entente/i18n/refusal'
import { returnFromDirectory } from '@entente/site/directory-trip'
import { refusalOf } from '@entente/site/refusal'
import { continueSignIn, startSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** The way back from the directory, to sign in or to confirm who one is. It shows a page only when it was refused. */
export const load: PageServerLoad = async (event) => {
  const { api, t, session } = event.locals
  const { state, back } = returnFromDirectory(event)
  const query = event.url.search.slice(0, 8000)
  const answer = await api.operatorSignIn.finish.mutate({ state, query }).catch((cause: unknown) => {
    const refusal = refusalOf(cause)
    if (!refusal) throw cause
    return { result: 'refused' as const, message: refusalText(t, refusal) }
  })
  if (answer.result === 'signed_in') continueSignIn(event, answer.session, back)
  if (answer.result === 'confirmed') {
    startSession(event, answer.session)
    redirect(303, back)
  }
  return { message: answer.message, again: session ? back : '/sign-in/directory' }
}
