// `@types/pg` leaves this module out.
declare module 'pg/lib/utils.js' {
  /** How `pg` writes a value for the server. */
  export const prepareValue: (value: unknown) => Buffer | string | null
}
