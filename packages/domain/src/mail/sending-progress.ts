import { isUndelivered, type MailStatus } from './mail-status.ts'

/** How far a set of mails is: `all` leaves out those that were withdrawn, `undelivered` is a part of `done`. */
export type SendingProgress = { done: number; all: number; undelivered: number }

export function sendingProgress(counts: readonly { status: MailStatus; mails: number }[]): SendingProgress {
  const sum = (counted: (status: MailStatus) => boolean) =>
    counts.reduce((total, { status, mails }) => total + (counted(status) ? mails : 0), 0)
  const all = sum((status) => status !== 'withdrawn')
  return { done: all - sum((status) => status === 'queued'), all, undelivered: sum(isUndelivered) }
}

/** Whether there is a bar to show: some of several mails still wait. */
export const isUnderWay = ({ done, all }: SendingProgress): boolean => all > 1 && done < all
