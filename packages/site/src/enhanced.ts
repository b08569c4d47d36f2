import { enhance, type SubmitFunction } from '$app/forms'

declare global {
  interface Window {
    /** Marks a form and the pressed button until the returned function is called; the portal's before-scripts.js has it. */
    markPending?: (form: HTMLFormElement, button: HTMLElement | null) => () => void
  }
}

/**
 * `enhance` for every form of a page with scripts: the pressed button is marked until the response is shown (U17). What a
 * form of the same page answers is shown on the page as it is: SvelteKit would go to the form's address, which lacks a saved
 * draft or the filters of the page's own, and would lose focus and scroll position.
 */
export const enhanced = (form: HTMLFormElement, submit?: SubmitFunction) =>
  enhance(form, async (input) => {
    const done = window.markPending?.(input.formElement, input.submitter) ?? (() => undefined)
    const cancel = () => {
      done()
      input.cancel()
    }
    const show = await submit?.({ ...input, cancel })
    return async ({ update: updateOrGo, ...outcome }) => {
      const { result } = outcome
      const isHere =
        (result.type === 'failure' || result.type === 'success') &&
        new URL(result.location ?? '', location.href).pathname === location.pathname
      const update: typeof updateOrGo = (options) =>
        updateOrGo({ ...(isHere && { navigate: false }), ...options })
      try {
        await (show ? show({ ...outcome, update }) : update())
      } finally {
        done()
      }
    }
  })
