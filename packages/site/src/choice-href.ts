/** The names of the cookies that keep the choices, and of the parameters that make them. */
export const cookieOf = { language: 'entente-language', theme: 'entente-theme' } as const
export type Choice = keyof typeof cookieOf

/** The URL of a page or a form's action that makes a choice when it is posted to. */
export const choiceHref = (path: string, choice: Choice, value: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${cookieOf[choice]}=${value}`
