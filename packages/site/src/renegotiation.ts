import { answerRenegotiationInput, stateRenegotiationInput } from '@entente/domain/relationship/renegotiation'
import { newIdempotencyKey } from './form.ts'

type Values = Record<string, string>

/** What the forms of `renegotiation.svelte` post. A browser leaves an empty tick out. */
export const readStatement = ({ text, attested }: Values) =>
  stateRenegotiationInput.safeParse({ text, attested: attested === 'on' })
export const readAnswer = ({ renegotiationId, act, attested }: Values) =>
  answerRenegotiationInput.safeParse({ renegotiationId, act, attested: attested === 'on' })

export const renegotiationKeys = () => ({
  ...{ state: newIdempotencyKey(), attest: newIdempotencyKey() },
  ...{ decline: newIdempotencyKey(), withdraw: newIdempotencyKey() },
})
