import type { DraftEdits, EditConflict } from '@entente/domain/relationship/saved-draft'
import { tick } from 'svelte'
import { deserialize } from '$app/forms'

export type Saved = { id: string; version: number; edits: DraftEdits }
export type Conflict = { by: string; conflicts: EditConflict[]; base: DraftEdits }

/** Long enough that a sentence is one save, short enough that the preview follows. */
const restMs = 800

/** What `?/save` answers. */
type Answer =
  | { saved: Saved; conflict?: undefined; code?: undefined }
  | { saved?: undefined; conflict?: Conflict | null; code: string; message: string }

/** Saves a draft while people write, one save at a time, until a colleague's version stands in the way (U25). */
export class DraftSaving {
  saved = $state.raw<Saved | null>(null)
  conflict = $state.raw<Conflict | null>(null)
  state = $state<'idle' | 'waiting' | 'saving' | 'saved' | 'failed'>('idle')
  message = $state('')

  readonly #formOf: () => HTMLFormElement | undefined
  /** Called when a colleague's changes were joined with those of this person. */
  readonly #onjoined: (edits: DraftEdits) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined

  constructor(formOf: () => HTMLFormElement | undefined, onjoined: (edits: DraftEdits) => void) {
    this.#formOf = formOf
    this.#onjoined = onjoined
  }

  get isUnsaved(): boolean {
    return this.state === 'waiting' || this.state === 'saving' || this.state === 'failed'
  }

  /** Begins with another draft, or a new one. */
  open(saved: Saved | null): void {
    clearTimeout(this.#timer)
    this.saved = saved
    this.conflict = null
    this.state = 'idle'
  }

  /** Something was changed: saves it soon. */
  touch(): void {
    this.state = 'waiting'
    clearTimeout(this.#timer)
    if (!this.conflict) this.#timer = setTimeout(() => void this.flush(), restMs)
  }

  /** Saves what waits, now; resolves when nothing is being saved any more. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#running
    if (this.state !== 'waiting' || this.conflict) return
    this.#running = this.#save()
    await this.#running
    this.#running = undefined
  }

  async #save(): Promise<void> {
    await tick()
    const form = this.#formOf()
    if (!form) return
    this.state = 'saving'
    const body = new FormData(form)
    body.set('idempotencyKey', crypto.randomUUID())
    body.set('quiet', 'yes')
    try {
      const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' }
      const response = await fetch('?/save', { method: 'POST', headers, body })
      const result = deserialize(await response.text())
      this.#take(result.type === 'success' || result.type === 'failure' ? (result.data as Answer) : undefined)
    } catch {
      this.#fail('')
    }
  }

  #take(answer: Answer | undefined): void {
    if (answer?.saved) {
      const isJoined = this.saved !== null && answer.saved.version > this.saved.version + 1
      this.saved = answer.saved
      // What was typed meanwhile is saved next.
      if (this.state === 'saving') this.state = 'saved'
      if (isJoined) this.#onjoined(answer.saved.edits)
    } else if (answer?.conflict) this.conflict = answer.conflict
    else {
      if (answer?.code === 'draft_gone') this.saved = null
      this.#fail(answer?.message ?? '')
    }
  }

  #fail(message: string): void {
    this.message = message
    this.state = 'failed'
  }

  /** The person has decided about one conflict; after the last one the draft is saved. */
  settle(field: string): void {
    if (!this.conflict || !this.saved) return
    const conflicts = this.conflict.conflicts.filter((one) => one.field !== field)
    if (conflicts.length > 0) {
      this.conflict = { ...this.conflict, conflicts }
      return
    }
    this.saved = { ...this.saved, edits: this.conflict.base }
    this.conflict = null
    this.touch()
  }
}
