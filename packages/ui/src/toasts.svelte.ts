type Toast = { id: number; text: string; leftMs: number; undo?: (() => unknown) | undefined }

/** What the region of toasts shows, the newest last. */
export const shown = $state<Toast[]>([])
let count = 0

function show(toast: Omit<Toast, 'id'>) {
  count += 1
  shown.push({ ...toast, id: count })
}

/** Says briefly what happened. */
export const toast = (text: string): void => show({ text, leftMs: 6000 })

/**
 * Says what happened, and offers to undo it for ten seconds, or as long as it can be undone (U11). `undo` may take its time;
 * it returns the reason if it was too late, and if it throws, the toast says that it failed.
 */
export const undoable = (text: string, undo: () => unknown, leftMs = 10_000): void =>
  show({ text, undo, leftMs })
