type Toast = { id: number; text: string; leftMs: number; undo?: (() => unknown) | undefined }

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

/**
 * Says what happened, and offers to undo it for ten seconds, or as long as it can be undone (U11). `undo` may take its time;
 * it returns the reason if it was too late, and if it throws, the toast says that it failed.
 * Returns what takes the offer away, for what can only be undone on its page.
 */
export const undoable = (text: string, undo: () => unknown, leftMs = 10_000): (() => void) =>
  show({ text, undo, leftMs })
