type Toast = {
  id: number
  text: string
  leftMs: number
  undo?: (() => unknown) | undefined
  /** Where it leads. */
  link?: Link | undefined
  /** Shown as a bar while it goes on. */
  progress?: { value: number; max: number } | undefined
}
type Link = { href: string; label: string }

/** What the region of toasts shows, the newest last. */
export const shown = $state<Toast[]>([])
let count = 0

function show(toast: Omit<Toast, 'id'>): () => void {
  count += 1
  const id = count
  shown.push({ ...toast, id })
  return () => {
    const at = shown.findIndex((one) => one.id === id)
    if (at >= 0) shown.splice(at, 1)
  }
}

/** Says briefly what happened. */
export const toast = (text: string): void => void show({ text, leftMs: 6000 })

/** Says that long work has ended, and stays until it is closed: the person may look elsewhere (U10). */
export const finished = (text: string, link: Link): void =>
  void show({ text, link, leftMs: Number.POSITIVE_INFINITY })

/** Says how far long work is, on whatever page; the next call takes its place, `null` ends it (U10). */
export function progressing(progress: { text: string; value: number; max: number } | null): void {
  const at = shown.findIndex((one) => one.progress)
  const current = shown[at]
  if (!progress) {
    if (current) shown.splice(at, 1)
    return
  }
  const { text, ...bar } = progress
  if (current) Object.assign(current, { text, progress: bar })
  else show({ text, progress: bar, leftMs: Number.POSITIVE_INFINITY })
}

/**
 * Says what happened, and offers to undo it for ten seconds, or as long as it can be undone (U11). `undo` may take its time;
 * it returns the reason if it was too late, and if it throws, the toast says that it failed.
 * Returns what takes the offer away, for what can only be undone on its page.
 */
export const undoable = (text: string, undo: () => unknown, leftMs = 10_000): (() => void) =>
  show({ text, undo, leftMs })
