import { may } from '@entente/domain/core/permission'
import { refusalText } from '@entente/i18n/refusal'
import { refusalOf } from '@entente/site/refusal'
import { continueSignIn } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { returnFromDirectory } from '#lib/partner/directory.server.ts'
import type { PageServerLoad } from './$types'

/** The return from a company's directory. It must be the same browser that left. */
export const load: PageServerLoad = async (event) => {
  const { api, session, t } = event.locals
  const state = returnFromDirectory(event)
  const query = event.url.search.slice(0, 8000)
  const answer = await api.directorySignIn.finish.mutate({ state, query }).catch((cause: unknown) => {
    const refusal = refusalOf(cause)
    if (!refusal) throw cause
    return { result: 'refused' as const, message: refusalText(t, refusal) }
  })
  if (answer.result === 'tested') redirect(303, '/settings/directory?saved=tested')
  if (answer.result === 'signed_in') continueSignIn(event, answer.session, '/')
  const way = !session
    ? 'again'
    : may('partner', session.roles, 'account.manage_sign_in')
      ? 'settings'
      : 'start'
  return { message: answer.message, way } as const
}
