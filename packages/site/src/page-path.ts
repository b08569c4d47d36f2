/**
 * The path of the current page, to return to after a change of language or theme. After a refused form the query
 * names the form's action, which cannot be opened as a page; what follows it may be a list's filters.
 */
export function pagePath({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
  const query = search.replace(/^\?\/[^&]*/, '').replace(/^&/, '?')
  return pathname + query.replace(/[?&]entente-(?:language|theme)=[^&]*$/, '')
}

type Posted = { pathname: string; searchParams: Iterable<[string, string]> }

/**
 * The path of the page that a form was posted from: without the action's name and without earlier kept choices. `said` is
 * added: what the page says about the success.
 */
export function formPath({ pathname, searchParams }: Posted, said: Record<string, string> = {}): string {
  const query = new URLSearchParams(
    [...searchParams].filter(([name]) => !/^\/|^choices$|^entente-/.test(name)),
  )
  for (const [name, value] of Object.entries(said)) query.set(name, value)
  return query.size > 0 ? `${pathname}?${query}` : pathname
}

/** Where a list's form is posted, so that the list keeps its filters and its place, without scripts too. */
export function listAction(url: Posted, action: string): string {
  const query = formPath(url).split('?')[1]
  return query ? `?/${action}&${query}` : `?/${action}`
}
