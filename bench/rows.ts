/** One line of the final table: a figure of ours, the one beside it in the same run, and what design 13 asks for. */
export type Row = {
  what: string
  figure: string
  /** What the figure is held against; without one the figure is held against the target itself. */
  reference?: string
  value: number
  unit: 'x' | 's' | 'kB'
  target: { atLeast: number } | { atMost: number }
}

/** At least 1 when the target is met; the smaller, the further it is missed. */
export function slack({ value, target }: Row): number {
  return 'atLeast' in target ? value / target.atLeast : target.atMost / value
}

const isMet = (row: Row): boolean => slack(row) >= 1

export function printRows(rows: Row[]): void {
  const header = ['what', 'figure', 'reference', 'ratio', 'target', 'met']
  const lines = rows.map((row) => {
    const { what, figure, reference = '', value, unit, target } = row
    const bound = 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`
    const ratio = unit === 'x' ? `${value.toFixed(2)} x` : ''
    return [what, figure, reference, ratio, `${bound} ${unit}`, isMet(row) ? 'yes' : 'NO']
  })
  const table = [header, header.map(() => '---'), ...lines]
  const widths = header.map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)))
  for (const cells of table)
    console.log(`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
}

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`
export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`
