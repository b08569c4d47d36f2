import type { NextActor } from '@entente/domain/enrolment/next-actor'
import { areHeadsLate, isSilent, overdueDays } from '@entente/domain/operator/overview'
import type { Translate } from '@entente/i18n/translate'
import type { Tone } from '@entente/ui/tone'

type Queue = { next: NextActor; count: number; mine: number; unassigned: number; overdue: number }
type Worker = Parameters<typeof areHeadsLate>[0][number]
export type Overview = {
  at: string
  applications: Queue[]
  toConfirm: number
  toMediate: number
  outbox: { deadLetters: number; deadMails: number }
  workers: Worker[]
}
type Line = { href: string; tone: Tone; text: string; detail?: string | undefined }

export const queueHref = (filters: Record<string, string>): string =>
  `/applications?${new URLSearchParams(filters)}`

/** What waits for an operator, the most urgent first; each line leads to the list that it counts. */
export function overviewLines(
  t: Translate,
  { at, applications, toConfirm, toMediate, outbox, workers }: Overview,
  can: { viewDeadLetters: boolean },
): Line[] {
  const own = applications.find(({ next }) => next === 'operator')
  const silent = workers.filter((worker) => isSilent(worker, at)).length
  const counted = (count: number, line: (count: number) => Line): Line[] => (count > 0 ? [line(count)] : [])
  const dead = can.viewDeadLetters ? outbox : { deadLetters: 0, deadMails: 0 }
  return [
    ...(silent === workers.length
      ? [{ href: '#workers', tone: 'negative' as const, text: t('operator.overview.workers.none.title') }]
      : counted(silent, (count) => ({
          href: '#workers',
          tone: 'warning',
          text: t('operator.overview.line.silent', { count }),
        }))),
    ...(areHeadsLate(workers, at)
      ? [
          {
            href: '#workers',
            tone: 'negative' as const,
            text: t('operator.overview.line.heads'),
            detail: t('operator.overview.line.heads.detail'),
          },
        ]
      : []),
    ...counted(dead.deadMails, (count) => ({
      href: '/dead-letters?kind=mails',
      tone: 'negative',
      text: t('operator.overview.line.mails', { count }),
    })),
    ...counted(dead.deadLetters - dead.deadMails, (count) => ({
      href: '/dead-letters?kind=other',
      tone: 'negative',
      text: t('operator.overview.line.jobs', { count }),
    })),
    ...counted(own?.overdue ?? 0, (count) => ({
      href: queueHref({ next: 'operator', age: String(overdueDays) }),
      tone: 'warning',
      text: t('operator.overview.line.overdue', { count, days: String(overdueDays) }),
    })),
    ...counted(own?.unassigned ?? 0, (count) => ({
      href: queueHref({ next: 'operator', assignee: 'nobody' }),
      tone: 'warning',
      text: t('operator.overview.line.unassigned', { count }),
    })),
    ...counted(own?.mine ?? 0, (count) => ({
      href: queueHref({ next: 'operator', assignee: 'me' }),
      tone: 'info',
      text: t('operator.overview.line.mine', { count }),
    })),
    ...counted(toMediate, (count) => ({
      href: '/end-requests',
      tone: 'warning',
      text: t('operator.overview.line.ends', { count }),
    })),
    ...counted(toConfirm, (count) => ({
      href: '/requests',
      tone: 'info',
      text: t('operator.overview.line.confirm', { count }),
    })),
  ]
}
