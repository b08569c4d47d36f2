import {
  isSignatureRight,
  noRoot,
  type PublicKeys,
  parseSignedHeads,
  type SignedHeads,
} from '@entente/auth/signed-heads'
import { type HeadsLine, readHeadsLines } from '@entente/outside/heads-folder'

export type HeadsProblem = { file: string; line: number; says: string }

/**
 * Reads the statements of a file or folder that are signed with a known key and calls `onProblem` for whatever else it
 * finds: a line that was altered, removed or put in. Such a line proves nothing about the chains.
 */
export async function* readSeries(
  place: string,
  keys: PublicKeys,
  onProblem: (problem: HeadsProblem) => void,
): AsyncGenerator<SignedHeads> {
  let last: SignedHeads | undefined
  let torn: HeadsLine | undefined
  const report = ({ file, number }: HeadsLine, says: string) => onProblem({ file, line: number, says })
  for await (const line of readHeadsLines(place)) {
    const signed = parseSignedHeads(line.line)
    if (!signed) {
      torn ??= line
      continue
    }
    if (!isSignatureRight(keys, signed)) {
      report(line, keys.has(signed.kid) ? 'the signature does not fit' : `the key ${signed.kid} is not known`)
      continue
    }
    const isNext =
      !last || signed.previous === last.root || (signed.sequence === 1 && signed.previous === noRoot)
    // A line that a crash cut off was never in the series: the next one follows the line before it.
    if (isNext) torn = undefined
    else report(line, 'it does not follow the line before: lines were removed or put in')
    last = signed
    yield signed
  }
  if (torn) report(torn, 'it cannot be read')
}
