/**
 * The path of the current page, to return to after a change of language or theme. After a refused form the query
 * names the form's action, which cannot be opened as a page.
 */
export const pagePath = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string =>
  search.startsWith('?/') ? pathname : pathname + search
