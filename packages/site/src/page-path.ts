/**
 * The path of the current page, to return to after a change of language or theme. After a refused form the query
 * names the form's action, which cannot be opened as a page.
 */
export function pagePath({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
  if (search.startsWith('?/')) return pathname
  return pathname + search.replace(/[?&]entente-(?:language|theme)=[^&]*$/, '')
}

/** The path of the page that a form was posted from: without the action's name and without earlier kept choices. */
export function formPath({ pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>): string {
  const query = new URLSearchParams(
    [...searchParams].filter(([name]) => !/^\/|^choices$|^entente-/.test(name)),
  )
  return query.size > 0 ? `${pathname}?${query}` : pathname
}
