import type { AcceptInput, ServiceChoice } from '@entente/domain/relationship/acceptance'
import type { FormValues } from '@entente/site/form'
import type { ServiceRow } from './invitation.ts'

type PostedService = AcceptInput['services'][number]

/** The field names of one service's row: what was chosen, and which holder the page showed. */
export const choiceField = (service: string): string => `choice-${service}`
const seenPrefix = 'seen-'
export const seenField = (service: string): string => `${seenPrefix}${service}`

/** The services of a posted review page. A checkbox that is not ticked posts nothing and means "skip". */
export function postedServices(values: FormValues): PostedService[] {
  return Object.keys(values)
    .filter((name) => name.startsWith(seenPrefix))
    .map((name) => {
      const service = name.slice(seenPrefix.length)
      return {
        service,
        // The API checks both against its own lists; whatever a forged form holds is refused there.
        choice: (values[choiceField(service)] ?? 'skip') as ServiceChoice,
        holderSeen: (values[name] || null) as PostedService['holderSeen'],
      }
    })
}

/** What a row shows as chosen: the posted choice while it still fits the row's state, else the careful default. */
export function chosen({ service, state }: ServiceRow, values: FormValues | undefined): ServiceChoice {
  const posted = values?.[choiceField(service)]
  if (state === 'free') return !values || posted === 'grant' ? 'grant' : 'skip'
  return state === 'held_by_other' && posted === 'move' ? 'move' : 'keep'
}

/** Whether a row's holder is another than the one that the posted page showed. */
export function hasChanged({ service, holder }: ServiceRow, values: FormValues | undefined): boolean {
  const seen = values?.[seenField(service)]
  return seen !== undefined && seen !== (holder?.id ?? '')
}
