import { enhance, type SubmitFunction } from '$app/forms'

declare global {
  interface Window {
    /** Marks a form and the pressed button until the returned function is called; the portal's before-scripts.js has it. */
    markPending?: (form: HTMLFormElement, button: HTMLElement | null) => () => void
  }
}

/** `enhance` for every form of a page with scripts: the pressed button is marked until the response is shown (U17). */
export const enhanced = (form: HTMLFormElement, submit?: SubmitFunction) =>
  enhance(form, async (input) => {
    const done = window.markPending?.(input.formElement, input.submitter) ?? (() => undefined)
    const cancel = () => {
      done()
      input.cancel()
    }
    const show = await submit?.({ ...input, cancel })
    return async (outcome) => {
      try {
        await (show ? show(outcome) : outcome.update())
      } finally {
        done()
      }
    }
  })
