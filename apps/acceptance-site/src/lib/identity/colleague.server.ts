import { idOf } from '@entente/domain/core/id'
import type { Refusal } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

type ColleagueEvent = RequestEvent & { params: { id: string } }

/** The membership in the URL; throws the 404 page for an invalid id. */
export function colleagueIdIn({ locals: { t }, params }: ColleagueEvent) {
  const id = idOf<'membership'>().safeParse(params.id)
  if (!id.success) notFound(t)
  return id.data
}

/** A colleague, with the reason for each act that is not possible; throws the 404 page if there is none. */
export async function findColleague(event: ColleagueEvent) {
  requireSession(event)
  const { api, t } = event.locals
  const reasonFor = (refusal: Refusal | null) => refusal && refusalText(t, refusal)
  try {
    const { person, whyNot } = await api.people.get.query({ id: colleagueIdIn(event) })
    return {
      person,
      reasons: {
        changeRole: reasonFor(whyNot.changeRole),
        endSessions: reasonFor(whyNot.endSessions),
        resetSecondFactor: reasonFor(whyNot.resetSecondFactor),
        remove: reasonFor(whyNot.remove),
        restore: reasonFor(whyNot.restore),
      },
    }
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  }
}
