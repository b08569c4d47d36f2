// Imports the types of `event.locals` and of error pages.
import '@entente/site/locals'

declare global {
  namespace App {
    interface Error {
      /** Whom to ask if the visitor may not decide. */
      admins?: { name: string; email: string }[]
    }
  }
}
