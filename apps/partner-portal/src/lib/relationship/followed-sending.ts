import type { SendingProgress } from '@entente/domain/mail/sending-progress'

// Of this tab, so that a reload still finds it.
const key = 'sending'

/** Follows mails to whichever page the person who sent them goes on to, until they have gone (U10). One mail is quick. */
export function follow(recipientIds: readonly string[]): void {
  if (recipientIds.length < 2) return
  sessionStorage.setItem(key, recipientIds.join('&'))
  onFollow()
}

let onFollow = () => {}

/** Calls back when mails are followed from now on. */
export function whenFollowing(callback: () => void): () => void {
  onFollow = callback
  return () => {
    onFollow = () => {}
  }
}

export const isFollowing = (): boolean => followed().length > 0

const followed = (): string[] => sessionStorage.getItem(key)?.split('&') ?? []

/**
 * Asks how far the followed mails are. Undefined when none are followed, or nobody knows now; the last answer is the one
 * with `done` equal to `all`, and then they are followed no more.
 */
export async function askSending(): Promise<SendingProgress | undefined> {
  const ids = followed()
  if (ids.length === 0 || document.visibilityState !== 'visible') return undefined
  const response = await fetch(`/sending?${ids.map((id) => `recipient=${id}`).join('&')}`).catch(() => null)
  if (!response?.ok) {
    // Signed out, or without the role by now. While the site restarts, the next time asks again.
    if (response && response.status < 500) sessionStorage.removeItem(key)
    return undefined
  }
  const progress = (await response.json()) as SendingProgress
  if (progress.done === progress.all) sessionStorage.removeItem(key)
  return progress
}
