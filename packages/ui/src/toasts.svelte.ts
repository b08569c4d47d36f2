import { createContext } from 'svelte'
import type { Tone } from './tone.ts'

export type Toast = {
  id: number
  tone: Tone
  text: string
  action?: { label: string; run: () => void }
}

const shownMs = 6000

/** The toasts of one page. They wait while somebody points at them or has the focus there. */
export type Toasts = {
  readonly list: readonly Toast[]
  show: (toast: Omit<Toast, 'id'>) => void
  dismiss: (id: number) => void
  hold: () => void
  release: () => void
}

export function createToasts(): Toasts {
  let list = $state<Toast[]>([])
  let lastId = 0
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const dismiss = (id: number) => {
    clearTimeout(timers.get(id))
    timers.delete(id)
    list = list.filter((toast) => toast.id !== id)
  }
  const start = (id: number) =>
    timers.set(
      id,
      setTimeout(() => dismiss(id), shownMs),
    )
  return {
    get list() {
      return list
    },
    show(toast) {
      lastId += 1
      list = [...list, { ...toast, id: lastId }]
      start(lastId)
    },
    dismiss,
    hold() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
    release() {
      for (const { id } of list) start(id)
    },
  }
}

/** The root layout sets them with createToasts(); pages get them. */
export const [getToasts, setToasts] = createContext<Toasts>()
