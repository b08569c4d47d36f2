import type { AttentionKind } from '@entente/domain/partner/home'
import type { Translate } from '@entente/i18n/translate'
import type { Tone } from '@entente/ui/tone'
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
  agreement: { newest: { version: string; signedAt: string } | null } | null
  activity: { at: string | null } | null
}
export type State = { tone: Tone; text: string; href?: string }

/** How each section of **Settings** stands, by its address. */
export function settingsStates(
  t: Translate,
  { users, profile, signIn, agreement, activity }: SettingsData,
  { dateOf, timeOf }: Record<'dateOf' | 'timeOf', (at: string) => string>,
): Record<string, State[]> {
  const waiting = (attention: Attention[]): State[] =>
    attentionLines(t, attention, dateOf).map(({ tone, text, href }) => ({ tone, text, href }))
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
        ? waiting(profile.attention).map(({ tone, text }) => ({ tone, text }))
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
  if (agreement)
    states['/settings/agreement'] = [
      agreement.newest
        ? {
            tone: 'positive',
            text: t('portal.settings.state.agreement', {
              version: agreement.newest.version,
              date: dateOf(agreement.newest.signedAt),
            }),
          }
        : { tone: 'neutral', text: t('settings.agreement.none.title') },
    ]
  if (activity?.at)
    states['/settings/activity'] = [
      { tone: 'neutral', text: t('portal.settings.state.activity', { time: timeOf(activity.at) }) },
    ]
  return states
}
