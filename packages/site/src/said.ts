import { formatDate, formatDateTime, formatRelative, formatRelativeOn } from '@entente/i18n/format'
import type { Moment, Words } from '@entente/ui/words'
import type { PageData } from './page-data.ts'

type Say = (at: Date | string) => string
/** The ways to tell a moment; all but the last show the exact time on hover. */
type Ways = {
  /** What happened, alone: "2 days ago", later "7 Mar 2027". */
  ago: Say
  /** What happened, within a sentence: "2 days ago", later "on 7 Mar 2027". */
  on: Say
  /** Since and until when: "7 Mar 2027". */
  day: Say
  /** What ends within hours, and what is evidence: "7 Mar 2027, 14:05 CET", with the distance on hover. */
  time: Say
}

/** A character for private use stands around the number of a moment, until its place in the sentence is known. */
const mark = '\uE000'
const marked = new RegExp(`${mark}(\\d+)${mark}`)

/** In whose language and zone a page is told. */
export type Reader = Pick<PageData, 'locale' | 'renderedAt' | 'timeZone'>

const minuteMs = 60_000
const seenAt = (at: Date | string, renderedAt: number): number => {
  const moment = new Date(at).getTime()
  return moment > renderedAt && moment < renderedAt + minuteMs ? moment : renderedAt
}

/** A text with moments in it, as the reader's language and zone tell them. */
export function said({ locale, renderedAt, timeZone }: Reader, tell: (ways: Ways) => string): Words {
  const moments: Moment[] = []
  const exact: Say = (at) => formatDateTime(locale, at, timeZone)
  const date: Say = (at) => formatDate(locale, at, timeZone)
  const distance: Say = (at) => formatRelative(locale, at, renderedAt, timeZone)
  // A list that goes on while its page is open shows what happened after the page was made.
  const since: Say = (at) => formatRelative(locale, at, seenAt(at, renderedAt), timeZone)
  const way =
    (show: Say, hover = exact): Say =>
    (at) => {
      const isRelative = show !== exact && show !== date
      moments.push({ iso: new Date(at).toISOString(), text: show(at), title: hover(at), isRelative })
      return mark + (moments.length - 1) + mark
    }
  const text = tell({
    ago: way(since),
    on: way((at) => formatRelativeOn(locale, at, seenAt(at, renderedAt), timeZone)),
    day: way(date),
    time: way(exact, distance),
  })
  // A moment alone, as in the cells of a list.
  if (text === `${mark}0${mark}`) return moments
  const parts = text.split(marked)
  return parts
    .map((part, at) => (at % 2 === 1 ? moments[Number(part)] : undefined) ?? part)
    .filter((part) => part !== '')
}
