/** What a decision returns: its value, or the refusal that a user caused. Faults are thrown, never returned. */
export type Result<T, R> = { ok: true; value: T } | { ok: false; refusal: R }

export const ok = <const T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <const R>(refusal: R): { ok: false; refusal: R } => ({ ok: false, refusal })
