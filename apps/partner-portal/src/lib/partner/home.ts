import type { Locale } from '@entente/domain/core/locale'
import type { Permission } from '@entente/domain/core/permission'
import type { AttentionKind } from '@entente/domain/partner/home'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import { type RequestFilter, requestDays } from '@entente/domain/relationship/request-filter'
import { formatDate } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import type { Features } from '#lib/core/navigation.ts'

type Attention = { kind: AttentionKind; count: number; at: string | null }
type Trend = { lately: number; before: number }
export type HomeData = {
  attention: Attention[]
  customers: { total: number; missing: number; added: Trend } | null
  requests: Trend | null
  isNew: boolean | null
}

const days = String(requestDays.news)
const after = String(requestDays.unansweredAfter)

export const requestsHref = (show?: RequestFilter): string => (show ? `/requests?show=${show}` : '/requests')

/** Where each line leads: the list that it counts, or the page where it is done. */
const places: Record<AttentionKind, { href: string; tone: 'negative' | 'warning' | 'info' }> = {
  authorisation_ends: { href: '/settings', tone: 'negative' },
  agreement_to_sign: { href: '/settings/agreement', tone: 'warning' },
  referrals: { href: '/referrals?status=new', tone: 'warning' },
  end_asked: { href: '/customers/end-requests', tone: 'warning' },
  profile_rejected: { href: '/settings/profile', tone: 'negative' },
  profile_waits: { href: '/settings/profile', tone: 'warning' },
  undelivered: { href: requestsHref('undelivered'), tone: 'negative' },
  unanswered: { href: requestsHref('unanswered'), tone: 'warning' },
  lost: { href: `/customers?lost=${days}`, tone: 'warning' },
  declined: { href: requestsHref('declined'), tone: 'info' },
  no_second_factor: { href: '/settings/users?factor=none', tone: 'warning' },
  profile_reviewed: { href: '/settings/profile', tone: 'info' },
}

/** The lines of what needs attention, as people read them. */
export const attentionLines = (t: Translate, attention: Attention[]) =>
  attention.map(({ kind, count, at }) => ({
    ...places[kind],
    text: t(`portal.home.attention.${kind}`, {
      count,
      date: at ? formatDate(t.locale, at, 'UTC') : '',
      after,
    }),
    detail: t(`portal.home.attention.${kind}.detail`, { days }),
  }))

const trendOf = (t: Translate, { lately, before }: Trend): string => {
  const change = lately - before
  if (change === 0) return t('portal.home.trend.same', { days })
  return t(change > 0 ? 'portal.home.trend.more' : 'portal.home.trend.fewer', {
    count: Math.abs(change),
    days,
  })
}

/** A count as people read it: the customers are counted up to a limit. */
const numberOf = (locale: Locale, count: number): string =>
  count > customersCountedMax
    ? `${customersCountedMax.toLocaleString(locale)}+`
    : count.toLocaleString(locale)

/** A few counts, each with how it changed and the list behind it. */
export const figuresOf = (
  t: Translate,
  locale: Locale,
  { customers, requests }: HomeData,
  /** The first of the days that the requests are counted for. */
  from: string,
) => [
  ...(customers
    ? [
        {
          href: '/customers',
          label: t('portal.home.figure.customers'),
          value: numberOf(locale, customers.total),
          detail: t('portal.home.figure.customers.added', { count: customers.added.lately, days }),
        },
        {
          href: `/customers?since=${days}&sort=since&direction=desc`,
          label: t('portal.home.figure.added', { days }),
          value: numberOf(locale, customers.added.lately),
          detail: trendOf(t, customers.added),
        },
        {
          href: '/customers?missing=any',
          label: t('portal.home.figure.missing'),
          value: numberOf(locale, customers.missing),
          detail:
            customers.total > customersCountedMax
              ? t('portal.customers.count.more', { most: customersCountedMax })
              : t('portal.home.figure.missing.of', { total: customers.total }),
        },
      ]
    : []),
  ...(requests
    ? [
        {
          href: `/requests?from=${from}`,
          label: t('portal.home.figure.requests', { days }),
          value: numberOf(locale, requests.lately),
          detail: trendOf(t, requests),
        },
      ]
    : []),
]

const steps = [
  { step: 'account', href: '/settings/profile', permission: 'account.view' },
  { step: 'customers', href: '/customers', permission: 'customers.view' },
  {
    step: 'business_profile',
    href: '/settings/business-profile',
    permission: 'business_profile.edit',
    needs: 'businessProfile',
  },
  { step: 'incentives', href: '/settings/profile', permission: 'account.view' },
] as const

/** The next steps that a person may take. */
export const nextSteps = (opens: (permission: Permission) => boolean, cloud: Features) =>
  steps
    .filter((one) => !('needs' in one) || cloud[one.needs].isOn)
    .filter(({ permission }) => opens(permission))
    .map(({ step, href }) => ({ step, href }))
