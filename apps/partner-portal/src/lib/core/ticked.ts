/** The boxes of a checkbox list that were ticked: `countries.DE` stands for DE in the list of countries. */
export const tickedIn = (values: Record<string, string>, list: string): string[] =>
  Object.keys(values).flatMap((name) => (name.startsWith(`${list}.`) ? name.slice(list.length + 1) : []))
