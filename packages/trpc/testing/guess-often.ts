import type { Refusal } from '@entente/domain/refusal'
import { refusalFrom, type World } from './index.ts'

/** Guesses wrong so often that the next guess has to wait, and waits as it is told meanwhile; returns the refusals. */
export async function guessOften(
  { clock }: Pick<World, 'clock'>,
  guess: () => Promise<unknown>,
  failures = 9,
): Promise<Refusal['code'][]> {
  const refusals: Refusal['code'][] = []
  while (refusals.length < failures) {
    const refusal = await refusalFrom(guess())
    if (refusal.code === 'too_many_attempts') clock.forward({ minutes: refusal.retryAfterSeconds / 60 })
    else refusals.push(refusal.code)
  }
  return refusals
}
