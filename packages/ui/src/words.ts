/** A moment within a text: what is shown, and what is shown on hover. */
export type Moment = {
  iso: string
  text: string
  title: string
  /** Paper has no hover, so it gets both. */
  isRelative: boolean
}

/** Text to show, with the moments that it tells. */
export type Words = string | readonly (string | Moment)[]
