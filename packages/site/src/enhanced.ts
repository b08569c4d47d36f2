import { enhance, type SubmitFunction } from '$app/forms'

declare global {
  interface Window {
    /** Marks a form and the pressed button until the returned function is called; the portal's before-scripts.js has it. */
    markPending?: (form: HTMLFormElement, button: HTMLElement | null) => () => void
  }
}

/**
 * `enhance` for every form of a page with scripts: the pressed button is marked until the response is shown (U17). What was
 * refused is shown where it was asked: SvelteKit would go on to the address that the form names, which lacks what the page's
 * own has, such as a saved draft or filters.
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
        result.type === 'failure' &&
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
