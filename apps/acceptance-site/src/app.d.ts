// Imports the types of `event.locals` and of error pages.
import '@entente/site/locals'

declare global {
  namespace App {
    interface Error {
      /** Whom to ask if only a global admin may decide. */
      admins?: { name: string; email: string }[]
    }
  }
}
