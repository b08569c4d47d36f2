/** Names beside each other: the others are counted, and named on hover and to screen readers. */
export type Chips = { shown: readonly string[]; more: number; rest: string }

/** How many fit into a cell. */
const shownMax = 2

/** Not in the component: a component that calls a function costs the server twice as much, in each row of a list. */
export const chipsOf = (names: readonly string[]): Chips => ({
  shown: names.slice(0, shownMax),
  more: Math.max(0, names.length - shownMax),
  rest: names.slice(shownMax).join(', '),
})
