import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { refusalText } from '@entente/i18n/refusal'
import { returnFromDirectory } from '@entente/site/directory-trip'
import { notFound, refusalOf } from '@entente/site/refusal'
import { continueSignIn } from '@entente/site/session'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { DirectoryWay } from './directory.ts'

/** The company that an address names; a page that does not exist otherwise. Whether it has a directory stays open (S14). */
export function companyOf({ locals, params }: RequestEvent & { params: { organisation: string } }) {
  const { data } = idOf<'organisation'>().safeParse(params.organisation)
  return data ?? notFound(locals.t)
}

/**
 * The return from a company's directory. It must be the same browser that left. Comes back only when the sign-in was
 * refused, with the reason and the way on.
 */
export async function arriveFromDirectory(
  event: RequestEvent,
  organisationId?: ReturnType<typeof companyOf>,
) {
  const { api, session, t } = event.locals
  const { state } = returnFromDirectory(event)
  const query = event.url.search.slice(0, 8000)
  const answer = await api.directorySignIn.finish
    .mutate({ organisationId, state, query })
    .catch((cause: unknown) => {
      const refusal = refusalOf(cause)
      if (!refusal) throw cause
      return { result: 'refused' as const, message: refusalText(t, refusal) }
    })
  if (answer.result === 'tested') redirect(303, '/settings/directory?saved=tested')
  if (answer.result === 'signed_in') continueSignIn(event, answer.session, '/')
  const mayManage = session && may('partner', session.roles, 'account.manage_sign_in')
  const way: DirectoryWay = !session ? 'again' : mayManage ? 'settings' : 'start'
  return { message: answer.message, way }
}
