import type { AttentionKind } from '@entente/domain/partner/home'
import type { Translate } from '@entente/i18n/translate'
import { type Reader, said } from '@entente/site/said'
import type { Tone } from '@entente/ui/tone'
import type { Words } from '@entente/ui/words'
import { directoryState } from './directory.ts'
import { attentionLines } from './home.ts'

type Attention = { kind: AttentionKind; count: number; at: string | null }
export type SettingsData = {
  users: { total: number; withoutFactor: number } | null
  profile: { attention: Attention[] } | null
  signIn: {
    isSecondFactorRequired: boolean
    directory: { issuer: string; isOn: boolean; testedAt: string | null } | null
  } | null
  agreement: { newest: { version: string; signedAt: string } | null; isDue: boolean } | null
  activity: { at: string | null } | null
}
export type State = { tone: Tone; text: Words; href?: string }

/** How each section of **Settings** stands, by its address. */
export function settingsStates(
  t: Translate,
  { users, profile, signIn, agreement, activity }: SettingsData,
  reader: Reader,
): Record<string, State[]> {
  const waiting = (attention: Attention[]): State[] =>
    attentionLines(t, attention).map(({ tone, text, href }) => ({ tone, text, href }))
  /** What waits in the section itself. */
  const waitingInside = (attention: Attention[]): State[] =>
    waiting(attention).map(({ tone, text }) => ({ tone, text }))
  const states: Record<string, State[]> = {}
  if (users)
    states['/settings/users'] = [
      { tone: 'neutral', text: t('portal.settings.state.users', { count: users.total }) },
      ...(users.withoutFactor > 0
        ? waiting([{ kind: 'no_second_factor', count: users.withoutFactor, at: null }])
        : []),
    ]
  if (profile)
    states['/settings/profile'] =
      profile.attention.length > 0
        ? waitingInside(profile.attention)
        : [{ tone: 'positive', text: t('portal.settings.state.profile') }]
  if (signIn) {
    const { directory, isSecondFactorRequired } = signIn
    const state = directoryState(directory ?? undefined)
    states['/settings/sign-in'] = [
      isSecondFactorRequired
        ? { tone: 'positive', text: t('portal.settings.state.factor.required') }
        : { tone: 'neutral', text: t('portal.settings.state.factor.optional') },
      {
        tone: ({ on: 'positive', untested: 'warning', off: 'neutral', none: 'neutral' } as const)[state],
        text: t(`portal.settings.state.directory.${state}`, {
          host: directory ? new URL(directory.issuer).host : '',
        }),
      },
    ]
  }
  const newest = agreement?.newest
  if (agreement)
    states['/settings/agreement'] = [
      ...(agreement.isDue ? waitingInside([{ kind: 'agreement_to_sign', count: 1, at: null }]) : []),
      newest
        ? {
            tone: agreement.isDue ? 'neutral' : 'positive',
            text: said(reader, ({ on }) =>
              t('portal.settings.state.agreement', { version: newest.version, when: on(newest.signedAt) }),
            ),
          }
        : { tone: 'neutral', text: t('settings.agreement.none.title') },
    ]
  const at = activity?.at
  if (at)
    states['/settings/activity'] = [
      {
        tone: 'neutral',
        text: said(reader, ({ ago }) => t('portal.settings.state.activity', { time: ago(at) })),
      },
    ]
  return states
}
